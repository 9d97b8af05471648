import { expect, it } from 'vitest';
import { plannedSteps, stepTasks } from '#pipeline/planned-steps.ts';

const SOURCES = ['orders', 'products'];

it('plans a load per chosen source and then the building of a snapshot', () => {
	expect(stepTasks(plannedSteps(SOURCES, null)).map((task) => task.title)).toEqual([
		'load orders',
		'load products',
		'map',
		'transform',
		'score',
		'check',
		'publish',
	]);
	expect(plannedSteps(SOURCES, ['products'])[0]).toEqual({ name: 'load', source: 'products' });
	expect(plannedSteps(SOURCES, ['products'])).toHaveLength(6);
});

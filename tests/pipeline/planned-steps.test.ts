import { expect, it } from 'vitest';
import { parseConfig } from '#pipeline/config.ts';
import { plannedSteps, stepTasks } from '#pipeline/planned-steps.ts';

const source = { type: 'file', path: 'x.csv', columns: { id: 'text' }, entities: {} };
const config = parseConfig(
	{
		company: { name: 'Shop', currency: 'EUR', zone: 'UTC' },
		sources: [
			{ ...source, name: 'orders' },
			{ ...source, name: 'products' },
		],
	},
	'config',
);

it('plans a load per chosen source and then the building of a snapshot', () => {
	expect(stepTasks(plannedSteps(config, null)).map((task) => task.title)).toEqual([
		'load orders',
		'load products',
		'map',
		'transform',
		'check',
		'publish',
	]);
	expect(plannedSteps(config, ['products'])[0]).toEqual({ name: 'load', source: 'products' });
	expect(plannedSteps(config, ['products'])).toHaveLength(5);
});

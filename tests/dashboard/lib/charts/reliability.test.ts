import { expect, test } from 'vitest';
import type { Reliability } from '#lib/charts/reliability.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: Reliability = {
	kind: 'reliability',
	bins: [
		{ count: 400, predicted: 0.05, observed: 0.04, observed_lower: 0.025, observed_upper: 0.064 },
		{ count: 12, predicted: 0.55, observed: 0.5, observed_lower: 0.254, observed_upper: 0.746 },
	],
	unit: 'ratio',
	predictedName: 'Chance given',
	observedName: 'Came true',
	idealName: 'as said',
	countName: 'Customers',
	boundsName: '95 % bounds',
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec, { height: 320 }))).toMatchFileSnapshot('snapshots/reliability.svg');
});

test('names both axes and the line of chances that are what they say', () => {
	expect(texts(draw(spec, { height: 320 }))).toEqual([
		...['0 %', '20 %', '40 %', '60 %', '80 %', '100 %'],
		...['0 %', '20 %', '40 %', '60 %', '80 %', '100 %'],
		'as said',
		'Came true',
		'Chance given',
	]);
});

test('leaves a dot hollow that fewer than thirty stand behind, and sizes the others by how many', () => {
	const [large, small] = draw(spec, { height: 320 }).querySelectorAll('g[data-mark="dot"] circle');
	expect(large?.getAttribute('fill')).toBe('var(--accent)');
	expect(small?.getAttribute('fill')).toBe('var(--surface)');
	expect(Number(large?.getAttribute('r'))).toBeGreaterThan(Number(small?.getAttribute('r')));
});

test('draws no bins without failing', () => {
	expect(texts(draw({ ...spec, bins: [] }, { height: 320 }))).toContain('Came true');
});

import { expect, test } from 'vitest';
import type { Coverage } from '#lib/charts/coverage.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: Coverage = {
	kind: 'coverage',
	rows: [
		{ name: '80 % band', share: 0.78, lower: 0.73, upper: 0.82, target: 0.8, count: 320 },
		{ name: '95 % band', share: 0.75, lower: 0.35, upper: 0.93, target: 0.95, count: 8 },
	],
	unit: 'ratio',
	rowsName: 'Band',
	name: 'Held',
	boundsName: '95 % bounds',
	targetName: 'Promised',
	countName: 'Forecasts',
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec, { height: 92 }))).toMatchFileSnapshot('snapshots/coverage.svg');
});

test('writes the share of many, and the counts of few', () => {
	expect(texts(draw(spec, { height: 92 }))).toEqual([
		...['0 %', '25 %', '50 %', '75 %', '100 %'],
		...['80 % band', '95 % band', '78 %', '6 of 8'],
	]);
});

test('stands a tick where the band promises to hold', () => {
	const drawing = draw(spec, { height: 92 });
	const [tick] = drawing.querySelectorAll('g[data-mark="tick"] line');
	const dots = [...drawing.querySelectorAll('g[data-mark="dot"] circle')].map((dot) => Number(dot.getAttribute('cx')));
	// A dot at 78 % stands just left of a tick at 80 %.
	expect(Number(tick?.getAttribute('x1'))).toBeGreaterThan(dots[0] ?? Infinity);
});

import { expect, test } from 'vitest';
import type { FanOverTime } from '#lib/charts/fan-over-time.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: FanOverTime = {
	kind: 'fan-over-time',
	rows: [
		{ starts_on: '2026-08-01', value: 240_000 },
		{ starts_on: '2026-09-01', value: 257_000 },
		{ starts_on: '2026-10-01', value: 261_000 },
		{ starts_on: '2026-11-01', value: 190_000 },
	],
	ahead: [
		{ starts_on: '2026-11-01', mean: 275_000, lower80: 234_000, upper80: 316_000, lower95: 203_000, upper95: 346_000, baseline: 286_000 },
		{ starts_on: '2026-12-01', mean: 280_000, lower80: 230_000, upper80: 330_000, lower95: 200_000, upper95: 360_000, baseline: 270_000 },
	],
	grain: 'month',
	unit: 'money',
	name: 'Net revenue',
	aheadName: 'Expected',
	bandNames: ['80 %', '95 %'],
	baselineName: 'Year before',
	lastIsIncomplete: true,
}; // prettier-ignore

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec))).toMatchFileSnapshot('snapshots/fan-over-time.svg');
});

test('begins at zero, has each month once, and ends in what is expected and in the naive forecast', () => {
	expect(texts(draw(spec))).toEqual([
		'0', '100 k', '200 k', '300 k', '400 k',
		'Aug 2026', 'Sep', 'Oct', 'Nov', 'Dec',
		'€ 280 k', 'Year before',
	]); // prettier-ignore
});

test('opens both bands at the last month that is over, where a dotted rule stands', () => {
	const drawing = draw(spec);
	const bands = [...drawing.querySelectorAll('g[data-mark="area"] path')].map((path) => path.getAttribute('d') ?? '');
	expect(bands).toHaveLength(2);
	const rule = drawing.querySelector(
		'g[data-mark="rule"] line[stroke-dasharray], g[data-mark="rule"][stroke-dasharray] line',
	);
	const turn = Number(rule?.getAttribute('x1'));
	for (const band of bands) expect(Number(/^M([\d.]+),/.exec(band)?.[1])).toBeCloseTo(turn, 0);
});

test('marks what the running month has brought so far by a hollow dot, off the line', () => {
	const hollow = draw(spec).querySelectorAll('g[data-mark="dot"][fill="var(--surface)"] circle');
	expect(hollow).toHaveLength(1);
	expect(draw({ ...spec, lastIsIncomplete: false }).querySelectorAll('[fill="var(--surface)"] circle')).toHaveLength(0);
});

test('reaches up to the wider band', () => {
	const rows = spec.ahead.map((row) => ({ ...row, upper95: 900_000 }));
	expect(texts(draw({ ...spec, ahead: rows }))).toContain('1 M');
});

test('leaves out the distant past where it is narrow', () => {
	const years = Array.from({ length: 36 }, (_, month) => ({
		starts_on: new Date(Date.UTC(2023, 11 + month, 1)).toISOString().slice(0, 10),
		value: 100,
	}));
	const drawn = (width: number): string[] => texts(draw({ ...spec, rows: years }, { width }));
	expect(drawn(640).some((text) => text.includes('2024'))).toBe(true);
	expect(drawn(360).some((text) => text.includes('2024'))).toBe(false);
});

test('is a line where nothing is expected, and stands empty without failing', () => {
	expect(texts(draw({ ...spec, ahead: [], lastIsIncomplete: false }))).toContain('€ 190 k');
	expect(texts(draw({ ...spec, rows: [], ahead: [] }))).toContain('0');
});

test('takes its colours from the page, so that a theme switch needs no new drawing', () => {
	const colors = [...draw(spec).outerHTML.matchAll(/(?:stroke|fill)="([^"]+)"/g)].map(([, color]) => color);
	expect(colors.filter((color) => !/^(var\(--|url\(#|none|currentColor)/.test(color ?? ''))).toEqual([]);
});

import { expect, test } from 'vitest';
import type { LineOverTime } from '#lib/charts/line-over-time.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: LineOverTime = {
	kind: 'line-over-time',
	rows: [
		{ starts_on: '2025-11-01', value: 300_000, before: 250_000 },
		{ starts_on: '2025-12-01', value: 420_000, before: 300_000 },
		{ starts_on: '2026-01-01', value: 380_000, before: 310_000 },
		{ starts_on: '2026-02-01', value: 120_000, before: 320_000 },
	],
	grain: 'month',
	unit: 'money',
	name: 'Net revenue',
	beforeName: 'Year before',
	lastIsIncomplete: true,
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec))).toMatchFileSnapshot('snapshots/line-over-time.svg');
});

test('begins at zero, labels the months with their years, and names both lines at their ends', () => {
	expect(texts(draw(spec))).toEqual([
		'0', '100 k', '200 k', '300 k', '400 k', '500 k',
		'Nov 2025', 'Dec', 'Jan 2026', 'Feb',
		'€ 120 k', 'Year before',
	]); // prettier-ignore
});

test('speaks the page’s language', () => {
	const german = texts(draw({ ...spec, beforeName: 'Vorjahr' }, { locale: 'de' }));
	expect(german).toEqual(expect.arrayContaining(['500 Tsd.', 'Dez', '120 Tsd. €', 'Vorjahr']));
});

test('hatches a running month and dashes the line into it', () => {
	const drawing = draw(spec);
	expect(drawing.querySelector('[fill="url(#c-hatch-ink)"]')).not.toBeNull();
	expect(drawing.querySelector('#c-hatch-ink')).not.toBeNull();
	expect(drawing.querySelector('[stroke-dasharray]')).not.toBeNull();
});

test('hatches nothing when the last month is whole', () => {
	const drawing = draw({ ...spec, lastIsIncomplete: false });
	expect(drawing.querySelector('[fill="url(#c-hatch-ink)"]')).toBeNull();
	expect(drawing.querySelector('[stroke-dasharray] path[d]:not([d=""])')).toBeNull();
});

test('takes its colours from the page, so that a theme switch needs no new drawing', () => {
	const colors = [...draw(spec).outerHTML.matchAll(/(?:stroke|fill)="([^"]+)"/g)].map(([, color]) => color);
	const fixed = colors.filter((color) => !/^(var\(--|url\(#|none|currentColor)/.test(color ?? ''));
	expect(fixed).toEqual([]);
});

test('leaves a gap where a value is missing instead of drawing a zero', () => {
	const rows = [
		...spec.rows.slice(0, 2),
		{ starts_on: '2026-01-01', value: null },
		{ starts_on: '2026-02-01', value: 5 },
	];
	const lines = [
		...draw({ ...spec, beforeName: '', rows, lastIsIncomplete: false }).querySelectorAll('g[data-mark="line"] path'),
	];
	expect(lines.some((path) => (path.getAttribute('d') ?? '').split('M').length === 3)).toBe(true);
});

test('draws an empty period without failing', () => {
	expect(texts(draw({ ...spec, rows: [] }))).toContain('0');
});

test('never writes smaller than 11 pixels', () => {
	const drawing = draw(spec);
	// Plot's own size on the root is overruled by the style we give it.
	expect(/font-size:\s*([\d.]+)px/.exec(drawing.getAttribute('style') ?? '')?.[1]).toBe('11.5');
	const others = [...drawing.querySelectorAll('[font-size]')].map((part) => Number(part.getAttribute('font-size')));
	expect(others.filter((size) => size < 11)).toEqual([]);
});

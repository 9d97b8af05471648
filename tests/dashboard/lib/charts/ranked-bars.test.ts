import { expect, test } from 'vitest';
import type { RankedBars } from '#lib/charts/ranked-bars.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: RankedBars = {
	kind: 'ranked-bars',
	rows: [
		{ name: 'Germany', value: 1_768_000, share: 0.68 },
		{ name: 'United Kingdom', value: 600_000, share: 0.23 },
		{ name: 'All others', value: 232_000, share: 0.09, is_rest: true },
	],
	unit: 'money',
	rowsName: 'Country',
	name: 'Revenue',
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec, { height: 88 }))).toMatchFileSnapshot('snapshots/ranked-bars.svg');
});

test('names each bar and writes its value and share at its end', () => {
	expect(texts(draw(spec))).toEqual([
		'Germany',
		'United Kingdom',
		'All others',
		'€ 1.77 M · 68 %',
		'€ 600 k · 23 %',
		'€ 232 k · 9 %',
	]);
});

test('all others together are grey', () => {
	const fills = [...draw(spec).querySelectorAll('rect')].map((bar) => bar.getAttribute('fill'));
	expect(fills).toEqual(['var(--cat-1)', 'var(--cat-1)', 'var(--cat-6)']);
});

test('a narrow chart gives up the share, and shortens a long name, before it gives up the bars', () => {
	const rows = [{ name: 'United States Minor Outlying Islands', value: 5, share: 1 }];
	const words = texts(draw({ ...spec, rows, unit: 'count' }, { width: 300 }));
	expect(words[0]).toMatch(/^United States.*…$/);
	expect(words[1]).toBe('5');
});

test('text in a name is text, never markup', () => {
	const rows = [{ name: '<script>alert(1)</script>', value: 5 }];
	expect(draw({ ...spec, rows }).outerHTML).not.toContain('<script');
});

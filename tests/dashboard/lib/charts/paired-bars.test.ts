import { expect, test } from 'vitest';
import type { PairedBars } from '#lib/charts/paired-bars.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: PairedBars = {
	kind: 'paired-bars',
	rows: [
		{ name: 'Champions', values: [0.12, 0.62] },
		{ name: 'Lost', values: [0.11, 0.01] },
		{ name: 'Never bought', values: [0.2, null] },
	],
	unit: 'ratio',
	rowsName: 'Segment',
	names: ['of customers', 'of revenue'],
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec, { height: 94 }))).toMatchFileSnapshot('snapshots/paired-bars.svg');
});

test('says beside the first pair what its bars are, and writes no value where there is none', () => {
	expect(texts(draw(spec, { height: 94 }))).toEqual([
		'12.0 % of customers', '11.0 %', '20.0 %',
		'62.0 % of revenue', '1.0 %',
		'Champions', 'Lost', 'Never bought',
	]); // prettier-ignore
});

test('keeps every label within the drawing, whichever bar is the longest', () => {
	for (const [width, longest] of [
		[320, '62.0 %'],
		[480, '62.0 % of revenue'],
		[720, '62.0 % of revenue'],
	] as const) {
		const drawing = draw(spec, { height: 94, width });
		const ends = [...drawing.querySelectorAll('g[data-mark="bar"] rect')].map(
			(bar) => Number(bar.getAttribute('x')) + Number(bar.getAttribute('width')),
		);
		// A character is at most 7.2 pixels wide.
		expect(Math.max(...ends)).toBeLessThan(width - longest.length * 7.2);
	}
});

test('names the bars above them all where there is no room beside the first', () => {
	const narrow = texts(draw(spec, { height: 94, width: 360 }));
	expect(narrow).toContain('12.0 %');
	expect(narrow.slice(-2)).toEqual(['of customers', 'of revenue']);
});

test('draws no rows without failing', () => {
	expect(texts(draw({ ...spec, rows: [] }, { height: 40 }))).toEqual([]);
});

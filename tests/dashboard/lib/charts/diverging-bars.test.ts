import { expect, test } from 'vitest';
import type { DivergingBars } from '#lib/charts/diverging-bars.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: DivergingBars = {
	kind: 'diverging-bars',
	rows: [
		{ name: 'Champions', came: 120, went: 210 },
		{ name: 'Lost', came: 31, went: 2 },
	],
	unit: 'count',
	rowsName: 'Segment',
	names: ['came', 'went'],
	netName: 'Change',
};

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec, { height: 78 }))).toMatchFileSnapshot('snapshots/diverging-bars.svg');
});

test('puts what came right and what went left of one line, and says which is which', () => {
	const drawing = draw(spec, { height: 78 });
	expect(texts(drawing)).toEqual(['Champions', 'Lost', '120', '31', '210', '2', 'came →', '← went']);
	const zero = Number(drawing.querySelector('g[data-mark="rule"] line')?.getAttribute('x1'));
	const bars = [...drawing.querySelectorAll('g[data-mark="bar"] rect')].map((bar) => {
		const from = Number(bar.getAttribute('x'));
		return [from, from + Number(bar.getAttribute('width'))];
	});
	expect(bars.slice(0, 2).every(([from]) => Math.abs((from ?? 0) - zero) < 1)).toBe(true);
	expect(bars.slice(2).every(([, to]) => Math.abs((to ?? 0) - zero) < 1)).toBe(true);
});

test('draws nothing that moved without failing', () => {
	expect(texts(draw({ ...spec, rows: [{ name: 'New', came: 0, went: 0 }] }, { height: 50 }))).toContain('New');
});

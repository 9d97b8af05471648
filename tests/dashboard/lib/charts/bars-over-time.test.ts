import { expect, test } from 'vitest';
import type { BarsOverTime } from '#lib/charts/bars-over-time.ts';
import { draw, snapshotText, texts } from './drawing.ts';

const spec: BarsOverTime = {
	kind: 'bars-over-time',
	rows: [
		{ starts_on: '2026-01-01', values: [240, 84] },
		{ starts_on: '2026-02-01', values: [252, 91] },
		{ starts_on: '2026-03-01', values: [100, null] },
	],
	series: [{ name: 'Returning' }, { name: 'New' }],
	grain: 'month',
	unit: 'count',
	lastIsIncomplete: true,
};

const bars = (drawing: Element): Element[] => [...drawing.querySelectorAll('g[data-mark="bar"] rect')];

test('draws as it last did', async () => {
	await expect(snapshotText(draw(spec))).toMatchFileSnapshot('snapshots/bars-over-time.svg');
});

test('stacks from zero in the order given: 84 stands on 240', () => {
	const [first, second] = bars(draw(spec)).map((bar) => ({
		top: Number(bar.getAttribute('y')),
		height: Number(bar.getAttribute('height')),
	}));
	// The axis ends at 400 over 192 px (240 less margins of 12 and 36), each bar half a pixel short for its seam.
	expect(first?.height).toBeCloseTo((240 / 400) * 192 - 0.5, 6);
	expect(second?.height).toBeCloseTo((84 / 400) * 192 - 0.5, 6);
	expect((second?.top ?? 0) + (second?.height ?? 0) + 0.5).toBeCloseTo(first?.top ?? 0, 6);
});

test('hatches the running month in the colours of its series, and only that', () => {
	const fills = bars(draw(spec)).map((bar) => bar.getAttribute('fill'));
	expect(fills.slice(0, 4)).toEqual(['var(--cat-1)', 'var(--cat-2)', 'var(--cat-1)', 'var(--cat-2)']);
	expect(fills[4]).toBe('url(#c-hatch-1)');
});

test('names the series beside the last bar, instead of a legend', () => {
	expect(texts(draw(spec)).slice(-2)).toEqual(['Returning', 'New']);
});

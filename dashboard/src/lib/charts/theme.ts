import { axisX, axisY, gridY, type Markish, type PlotOptions, ruleY } from '@observablehq/plot';
import { formatTick, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';

/** The size of every text in a chart, in pixels; nothing is smaller. */
export const chartText = 11.5;

/** The six category colours in the order they are given out; the last, grey, is for context. */
export const categoryColors = [1, 2, 3, 4, 5, 6].map((place) => `var(--cat-${place})`);

/** How wide a text will be, at most, in pixels: fonts differ, and the drawing is made where there is none to measure. */
export function textWidth(text: string): number {
	return Math.ceil(text.length * chartText * 0.62);
}

/** What every chart shares: size, type and colours through the page's variables, so that a theme switch redraws nothing. */
export function basePlot(frame: ChartFrame): PlotOptions {
	return {
		width: frame.width,
		height: frame.height,
		marginTop: 12,
		marginBottom: 36,
		style: {
			background: 'transparent',
			color: 'var(--ink-faint)',
			fontFamily: 'var(--font)',
			fontSize: `${chartText}px`,
			overflow: 'visible',
		},
	};
}

/** The round numbers of a value axis from 0 (or below) to at least `largest`: as many as fit, at most six. */
export function valueTicks(smallest: number, largest: number, height: number): number[] {
	const wanted = Math.max(2, Math.min(6, Math.floor(height / 44)));
	const low = Math.min(0, smallest);
	const span = Math.max(largest, 0) - low || 1;
	const size = 10 ** Math.floor(Math.log10(span / wanted));
	const step = size * ([1, 2, 5, 10].find((factor) => factor * size * wanted >= span) ?? 10);
	const ticks: number[] = [];
	for (let tick = Math.floor(low / step); tick * step < Math.max(largest, 0); tick++) ticks.push(tick * step);
	ticks.push((ticks.at(-1) ?? -step) + step);
	return ticks.map((tick) => Number(tick.toPrecision(12)));
}

/** Hairlines and numbers of a value axis, without a line of its own; a firmer hairline marks zero. */
export function valueAxis(
	ticks: readonly number[],
	unit: Unit,
	frame: ChartFrame,
): { marks: Markish[]; margin: number } {
	const label = (tick: number): string => formatTick(tick, { ...frame, unit });
	const room = Math.max(...ticks.map((tick) => textWidth(label(tick))));
	return {
		margin: room + 10,
		marks: [
			gridY(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
			ruleY([0], { stroke: 'var(--line-strong)' }),
			axisY(ticks, { tickSize: 0, tickPadding: 8, tickFormat: label, label: null }),
		],
	};
}

/** How the box of words under the pointer looks. */
export const tipStyle = {
	fill: 'var(--surface)',
	stroke: 'var(--line-strong)',
	lineHeight: 1.45,
	textPadding: 10,
	pathFilter: 'none',
} as const;

/** The labels of a time axis under their buckets, with the year where it begins. */
export function timeAxis(ticks: readonly { at: Date | string; label: string }[]): Markish {
	const labels = new Map(ticks.map(({ at, label }) => [key(at), label]));
	return axisX(
		ticks.map(({ at }) => at),
		{
			tickSize: 0,
			tickPadding: 8,
			tickFormat: (at: Date | string) => labels.get(key(at)) ?? '',
			label: null,
			lineHeight: 1.2,
		},
	);
}

function key(at: Date | string): number | string {
	return at instanceof Date ? at.getTime() : at;
}

/** The fill of something not yet complete: its colour as hatching, from the patterns that `drawChart` adds. */
export function hatch(frame: ChartFrame, color: number | 'ink'): string {
	return `url(#${frame.id}-hatch-${color})`;
}

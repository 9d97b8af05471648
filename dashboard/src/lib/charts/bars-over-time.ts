import { barY, dot, type Markish, type PlotOptions, pointerX, text, tip } from '@observablehq/plot';
import { formatBucket, type Grain } from '../format/date.ts';
import { formatMeasureRounded, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';
import { spreadLabels } from './spread-labels.ts';
import { basePlot, categoryColors, hatch, textWidth, timeAxis, tipStyle, valueAxis, valueTicks } from './theme.ts';
import { timeTicks } from './time-ticks.ts';

/** One bucket: its first day, and a value for each series in the order the series are given. */
export interface BarsRow {
	readonly starts_on: string;
	readonly values: readonly (number | null)[];
}

/** Figures over time as bars stacked on each other, the first series at the bottom. At most six series. */
export interface BarsOverTime {
	readonly kind: 'bars-over-time';
	readonly rows: readonly BarsRow[];
	/** What each value is; `color` is the place among the category colours (1 to 6, in order unless given). */
	readonly series: readonly { readonly name: string; readonly color?: number }[];
	readonly grain: Grain;
	readonly unit: Unit;
	/** Whether the last bucket is still running: its bars are hatched. */
	readonly lastIsIncomplete: boolean;
}

interface Piece {
	starts_on: string;
	low: number;
	high: number;
	place: number;
	isRunning: boolean;
}

/**
 * The bars as Plot options. A missing value counts as none; the baseline is zero; the names of several series stand
 * beside the last bar.
 */
export function barsOverTime(spec: BarsOverTime, frame: ChartFrame): PlotOptions {
	const { rows, series, unit } = spec;
	const pieces = stack(spec);
	const ticks = valueTicks(0, Math.max(0, ...pieces.map(({ high }) => high)), frame.height);
	const axis = valueAxis(ticks, unit, frame);
	const top = ticks.at(-1) ?? 1;
	const days = rows.map((row) => row.starts_on);
	const lastDay = days.at(-1) ?? '';
	const color = (place: number): number => series[place]?.color ?? place + 1;

	// One series alone is what the title says.
	const isNamed = series.length > 1;
	const atEnd = isNamed ? pieces.filter((piece) => piece.starts_on === lastDay) : [];
	const gap = (top * 15) / Math.max(1, frame.height - 48);
	const places = spreadLabels(
		atEnd.map(({ low, high }) => (low + high) / 2),
		gap,
		gap / 2,
		top,
	);
	const marginRight = isNamed ? Math.max(12, ...series.map(({ name }) => textWidth(name) + 20)) : 12;
	const shown = timeTicks(days, spec.grain, frame.width - axis.margin - marginRight, frame.locale);
	const name = (piece: Piece): string => series[piece.place]?.name ?? '';

	const marks: Markish[] = [
		...axis.marks,
		timeAxis(shown.map(({ index, label }) => ({ at: days[index] ?? '', label }))),
		barY(pieces, {
			x: 'starts_on',
			y1: 'low',
			y2: 'high',
			insetTop: 0.5,
			fill: ({ isRunning, place }: Piece) =>
				isRunning ? hatch(frame, color(place)) : (categoryColors[color(place) - 1] ?? ''),
		}),
		dot(atEnd, {
			x: 'starts_on',
			y: (_: Piece, index: number) => places[index] ?? 0,
			dx: bandWidth(frame.width - axis.margin - marginRight, rows.length) / 2 + 10,
			r: 3.5,
			symbol: 'square',
			fill: ({ place }: Piece) => categoryColors[color(place) - 1] ?? '',
		}),
		text(atEnd, {
			x: 'starts_on',
			y: (_: Piece, index: number) => places[index] ?? 0,
			dx: bandWidth(frame.width - axis.margin - marginRight, rows.length) / 2 + 18,
			text: name,
			textAnchor: 'start',
			fill: 'var(--ink-soft)',
		}),
	];
	if (frame.interactive) {
		const totals = rows.map((row) => ({
			starts_on: row.starts_on,
			high: Math.max(0, ...pieces.filter((piece) => piece.starts_on === row.starts_on).map(({ high }) => high)),
			words: [
				formatBucket(row.starts_on, spec.grain, frame.locale),
				...series.map(
					({ name }, place) => `${name}: ${formatMeasureRounded(row.values[place] ?? null, { ...frame, unit })}`,
				),
			].join('\n'),
		}));
		marks.push(
			tip(
				totals,
				pointerX({
					x: 'starts_on',
					y: 'high',
					title: 'words',
					...tipStyle,
				}),
			),
		);
	}
	return {
		...basePlot(frame),
		marginLeft: axis.margin,
		marginRight,
		x: { type: 'band', domain: days, padding: 0.28 },
		y: { domain: [0, top], axis: null },
		marks,
	};
}

function bandWidth(width: number, bands: number): number {
	return (width / Math.max(1, bands)) * 0.72;
}

function stack({ rows, series, lastIsIncomplete }: BarsOverTime): Piece[] {
	return rows.flatMap((row, index) => {
		let low = 0;
		return series.map((_, place) => {
			const high = low + (row.values[place] ?? 0);
			const piece = {
				starts_on: row.starts_on,
				low,
				high,
				place,
				isRunning: lastIsIncomplete && index === rows.length - 1,
			};
			low = high;
			return piece;
		});
	});
}

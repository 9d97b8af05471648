import { areaY, dot, line, type Markish, type PlotOptions, pointerX, rect, ruleX, text, tip } from '@observablehq/plot';
import { formatBucket, type Grain } from '../format/date.ts';
import { formatMeasureCompact, formatMeasureRounded, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';
import { spreadLabels } from './spread-labels.ts';
import { basePlot, hatch, textWidth, timeAxis, tipStyle, valueAxis, valueTicks } from './theme.ts';
import { timeTicks } from './time-ticks.ts';

/** One bucket: its first day, its value, and the value it is compared with (of the bucket a year before, say). */
export interface LineRow {
	readonly starts_on: string;
	readonly value: number | null;
	readonly before?: number | null;
}

/** A figure over time as a line, with the line it is compared with where `beforeName` names one. */
export interface LineOverTime {
	readonly kind: 'line-over-time';
	readonly rows: readonly LineRow[];
	readonly grain: Grain;
	readonly unit: Unit;
	/** What the line shows, as the table's column head. */
	readonly name: string;
	readonly beforeName?: string;
	/** Whether the last bucket is still running: it is hatched, and its line dashed. */
	readonly lastIsIncomplete: boolean;
}

/** The line as Plot options. Missing values are gaps; the baseline is zero. */
export function lineOverTime(spec: LineOverTime, frame: ChartFrame): PlotOptions {
	const { rows, unit } = spec;
	const points = rows.map((row) => ({ ...row, at: new Date(row.starts_on) }));
	const values = rows.flatMap(({ value, before }) => [value ?? 0, spec.beforeName ? (before ?? 0) : 0]);
	const ticks = valueTicks(Math.min(...values, 0), Math.max(...values, 0), frame.height);
	const axis = valueAxis(ticks, unit, frame);
	const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];

	const finished = spec.lastIsIncomplete ? points.slice(0, -1) : points;
	const running = spec.lastIsIncomplete ? points.slice(-2) : [];
	const last = points.findLast(({ value }) => value !== null);
	const lastBefore = spec.beforeName ? points.findLast(({ before }) => (before ?? null) !== null) : undefined;
	const endLabel = last && { at: last.at, value: last.value ?? 0, label: short(last.value) };
	const beforeLabel = lastBefore && { at: lastBefore.at, value: lastBefore.before ?? 0, label: spec.beforeName ?? '' };
	const labels = [endLabel, beforeLabel].filter((label) => label !== undefined);
	const places = spreadLabels(
		labels.map(({ value }) => value),
		((top - bottom) * 15) / Math.max(1, frame.height - 48),
		bottom,
		top,
	);
	const marginRight = Math.max(16, ...labels.map(({ label }) => textWidth(label) + 14));
	const marginLeft = axis.margin;
	const shown = timeTicks(
		rows.map((row) => row.starts_on),
		spec.grain,
		frame.width - marginLeft - marginRight,
		frame.locale,
	);

	function short(value: number | null): string {
		return formatMeasureCompact(value, { ...frame, unit });
	}
	function words(row: LineRow): string {
		const context = { ...frame, unit };
		const lines = [formatBucket(row.starts_on, spec.grain, frame.locale), formatMeasureRounded(row.value, context)];
		if (spec.beforeName) lines.push(`${spec.beforeName}: ${formatMeasureRounded(row.before ?? null, context)}`);
		return lines.join('\n');
	}

	const marks: Markish[] = [...axis.marks];
	if (running.length === 2) {
		const [{ at: x1 } = { at: new Date(0) }, { at: x2 } = { at: new Date(0) }] = running;
		marks.push(
			rect([0], { x1: () => x1, x2: () => x2, y1: bottom, y2: top, fill: hatch(frame, 'ink'), opacity: 0.35 }),
		);
	}
	marks.push(
		timeAxis(shown.map(({ index, label }) => ({ at: points[index]?.at ?? new Date(0), label }))),
		areaY(finished, { x: 'at', y: 'value', fill: 'var(--ink)', fillOpacity: 0.035 }),
	);
	if (spec.beforeName) marks.push(line(points, { x: 'at', y: 'before', stroke: 'var(--cat-6)', strokeWidth: 1.25 }));
	marks.push(
		line(finished, { x: 'at', y: 'value', stroke: 'var(--ink)', strokeWidth: 1.75 }),
		line(running, { x: 'at', y: 'value', stroke: 'var(--ink)', strokeWidth: 1.75, strokeDasharray: '3 3' }),
		dot(last ? [last] : [], {
			x: 'at',
			y: 'value',
			r: 3,
			fill: spec.lastIsIncomplete ? 'var(--surface)' : 'var(--ink)',
			stroke: 'var(--ink)',
			strokeWidth: 1.5,
		}),
		...labels.map((label, index) =>
			text([label], {
				x: 'at',
				y: () => places[index] ?? 0,
				text: 'label',
				fill: label === endLabel ? 'var(--ink)' : 'var(--ink-faint)',
				fontWeight: label === endLabel ? 'bold' : 'normal',
				textAnchor: 'start',
				dx: 8,
			}),
		),
	);
	if (frame.interactive) {
		marks.push(
			ruleX(points, pointerX({ x: 'at', stroke: 'var(--line-strong)' })),
			dot(points, pointerX({ x: 'at', y: 'value', r: 3.5, fill: 'var(--accent)' })),
			tip(points, pointerX({ x: 'at', y: 'value', title: words, ...tipStyle })),
		);
	}
	return {
		...basePlot(frame),
		marginLeft,
		marginRight,
		x: { type: 'utc' },
		y: { domain: [bottom, top], axis: null },
		marks,
	};
}

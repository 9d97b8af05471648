import { areaY, dot, line, type Markish, type PlotOptions, pointerX, ruleX, text, tip } from '@observablehq/plot';
import { formatBucket, type Grain } from '../format/date.ts';
import { formatMeasureCompact, formatMeasureRounded, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';
import type { LineRow } from './line-over-time.ts';
import { spreadLabels } from './spread-labels.ts';
import { basePlot, textWidth, timeAxis, tipStyle, valueAxis, valueTicks } from './theme.ts';
import { timeTicks } from './time-ticks.ts';

/** A bucket ahead: what is expected, between what it lies in 80 and 95 of 100 cases, and what a naive forecast says. */
export interface FanRow {
	readonly starts_on: string;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
	readonly baseline?: number | null;
}

/** A figure over time, and what it is expected to be: ink for what happened, accent for what is expected. */
export interface FanOverTime {
	readonly kind: 'fan-over-time';
	/** What happened; the last one may be running, `lastIsIncomplete`: then `ahead` begins with it, whole. */
	readonly rows: readonly LineRow[];
	readonly ahead: readonly FanRow[];
	readonly grain: Grain;
	readonly unit: Unit;
	/** What the line shows, as the table's column head. */
	readonly name: string;
	readonly aheadName: string;
	/** What the two bands are called in the table and under the pointer. */
	readonly bandNames: readonly [of80: string, of95: string];
	/** Names the naive forecast; it is drawn only where it is named. */
	readonly baselineName?: string;
	/** Names what happened before, in `before` of the rows; it is drawn only where it is named. */
	readonly beforeName?: string;
	readonly lastIsIncomplete: boolean;
}

interface Label {
	readonly at: Date;
	readonly value: number;
	readonly label: string;
	readonly color: string;
	readonly isStrong: boolean;
}

/** One bucket with everything that is known of it. */
interface Moment {
	readonly starts_on: string;
	readonly at: Date;
	readonly past: LineRow | null;
	readonly ahead: FanRow | null;
}

/** Below this width the past is no longer than what is ahead, or a year: else neither could be read. */
const NARROW = 440;
const FEWEST_PAST = 12;

/** The fan as Plot options. It opens at the last bucket that is over, where a dotted rule stands. */
export function fanOverTime(given: FanOverTime, frame: ChartFrame): PlotOptions {
	const most = frame.width < NARROW ? Math.max(FEWEST_PAST, given.ahead.length) : given.rows.length;
	const spec = { ...given, rows: given.rows.slice(-most) };
	const { ahead, unit } = spec;
	const moments = momentsOf(spec);
	const finished = moments.filter(({ past }) => past !== null).slice(0, spec.lastIsIncomplete ? -1 : undefined);
	const turn = finished.at(-1);
	const fan = [...(turn === undefined ? [] : [closedFan(turn)]), ...ahead].map((row) => ({
		...row,
		at: new Date(row.starts_on),
	}));
	const ticks = valueTicks(...boundsOf(spec), frame.height);
	const axis = valueAxis(ticks, unit, frame);
	const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];
	const labels = labelsOf(spec, moments, frame);
	const places = spreadLabels(
		labels.map(({ value }) => value),
		((top - bottom) * 15) / Math.max(1, frame.height - 48),
		bottom,
		top,
	);
	const marginRight = Math.max(16, ...labels.map(({ label }) => textWidth(label) + 14));
	const shown = timeTicks(
		moments.map(({ starts_on }) => starts_on),
		spec.grain,
		frame.width - axis.margin - marginRight,
		frame.locale,
	);
	const baseline = ahead.map((row) => ({ at: new Date(row.starts_on), value: row.baseline ?? null }));
	const soFar = spec.lastIsIncomplete ? moments.filter(({ past }) => past !== null).slice(-1) : [];

	const marks: Markish[] = [
		...axis.marks,
		timeAxis(shown.map(({ index, label }) => ({ at: moments[index]?.at ?? new Date(0), label }))),
		areaY(fan, { x: 'at', y1: 'lower95', y2: 'upper95', fill: 'var(--accent)', fillOpacity: 0.14 }),
		areaY(fan, { x: 'at', y1: 'lower80', y2: 'upper80', fill: 'var(--accent)', fillOpacity: 0.24 }),
		ruleX(turn === undefined ? [] : [turn], { x: 'at', stroke: 'var(--line-strong)', strokeDasharray: '1 3' }),
	];
	if (spec.beforeName) {
		marks.push(
			// What came before a running bucket is of a part of it, as the bucket itself.
			line(ahead.length > 0 ? finished : moments, {
				x: 'at',
				y: ({ past }: Moment) => past?.before,
				stroke: 'var(--cat-6)',
				strokeWidth: 1.25,
			}),
		);
	}
	if (spec.baselineName) {
		marks.push(
			line(baseline, { x: 'at', y: 'value', stroke: 'var(--cat-6)', strokeWidth: 1.25, strokeDasharray: '2 3' }),
		);
	}
	marks.push(
		line(finished, { x: 'at', y: ({ past }: Moment) => past?.value, stroke: 'var(--ink)', strokeWidth: 1.75 }),
		line(fan, { x: 'at', y: 'mean', stroke: 'var(--accent)', strokeWidth: 1.75, strokeDasharray: '4 3' }),
		dot(soFar, {
			x: 'at',
			y: ({ past }: Moment) => past?.value,
			r: 2.75,
			fill: 'var(--surface)',
			stroke: 'var(--ink)',
			strokeWidth: 1.25,
		}),
		...labels.map(({ at, label, color, isStrong }, index) =>
			text([label], {
				x: () => at,
				y: () => places[index] ?? 0,
				text: () => label,
				fill: color,
				fontWeight: isStrong ? 'bold' : 'normal',
				textAnchor: 'start',
				dx: 8,
			}),
		),
	);
	if (frame.interactive) {
		const height = ({ past, ahead }: Moment): number | null | undefined => ahead?.mean ?? past?.value;
		marks.push(
			ruleX(moments, pointerX({ x: 'at', stroke: 'var(--line-strong)' })),
			dot(moments, pointerX({ x: 'at', y: height, r: 3.5, fill: 'var(--accent)' })),
			tip(
				moments,
				pointerX({ x: 'at', y: height, title: (moment: Moment) => words(moment, spec, frame), ...tipStyle }),
			),
		);
	}
	return {
		...basePlot(frame),
		marginLeft: axis.margin,
		marginRight,
		x: { type: 'utc' },
		y: { domain: [bottom, top], axis: null },
		marks,
	};
}

/** Every bucket once, past and ahead in order. */
function momentsOf({ rows, ahead }: FanOverTime): Moment[] {
	const moments = new Map<string, Moment>();
	for (const past of rows) moments.set(past.starts_on, momentOf(past.starts_on, past, null));
	for (const row of ahead) moments.set(row.starts_on, momentOf(row.starts_on, moments.get(row.starts_on)?.past, row));
	return [...moments.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function momentOf(startsOn: string, past: LineRow | null | undefined, ahead: FanRow | null): Moment {
	return { starts_on: startsOn, at: new Date(startsOn), past: past ?? null, ahead };
}

/** A fan that is not open yet: what happened is known. */
function closedFan({ starts_on, past }: Moment): FanRow {
	const value = past?.value ?? 0;
	return { starts_on, mean: value, lower80: value, upper80: value, lower95: value, upper95: value };
}

function boundsOf({ rows, ahead, baselineName, beforeName }: FanOverTime): [number, number] {
	const values = [
		...rows.flatMap(({ value, before }) => [value ?? 0, beforeName ? (before ?? 0) : 0]),
		...ahead.flatMap(({ lower95, upper95, baseline }) => [lower95, upper95, baselineName ? (baseline ?? 0) : 0]),
	];
	return [Math.min(0, ...values), Math.max(0, ...values)];
}

function labelsOf(spec: FanOverTime, moments: readonly Moment[], frame: ChartFrame): Label[] {
	const short = (value: number): string => formatMeasureCompact(value, { ...frame, unit: spec.unit });
	const labels: Label[] = [];
	const end = moments.findLast(({ ahead, past }) => ahead !== null || (past?.value ?? null) !== null);
	if (end !== undefined) {
		const value = end.ahead?.mean ?? end.past?.value ?? 0;
		const color = end.ahead === null ? 'var(--ink)' : 'var(--accent)';
		labels.push({ at: end.at, value, label: short(value), color, isStrong: true });
	}
	const naive = spec.baselineName ? moments.findLast(({ ahead }) => (ahead?.baseline ?? null) !== null) : undefined;
	const before = spec.beforeName ? moments.findLast(({ past }) => (past?.before ?? null) !== null) : undefined;
	const faint = { color: 'var(--ink-faint)', isStrong: false };
	if (naive) labels.push({ at: naive.at, value: naive.ahead?.baseline ?? 0, label: spec.baselineName ?? '', ...faint });
	// Beside an open fan the past has no room for a name: the subtitle and the table have it.
	if (before && before.at.getTime() === end?.at.getTime()) {
		labels.push({ at: before.at, value: before.past?.before ?? 0, label: spec.beforeName ?? '', ...faint });
	}
	return labels;
}

function words({ starts_on, past, ahead }: Moment, spec: FanOverTime, frame: ChartFrame): string {
	const context = { ...frame, unit: spec.unit };
	const written = (value: number | null): string => formatMeasureRounded(value, context);
	const lines = [formatBucket(starts_on, spec.grain, frame.locale)];
	if (past !== null) lines.push(ahead === null ? written(past.value) : `${spec.name}: ${written(past.value)}`);
	if (spec.beforeName && past !== null) lines.push(`${spec.beforeName}: ${written(past.before ?? null)}`);
	if (ahead !== null) {
		lines.push(`${spec.aheadName}: ${written(ahead.mean)}`);
		lines.push(`${spec.bandNames[0]}: ${written(ahead.lower80)} – ${written(ahead.upper80)}`);
		lines.push(`${spec.bandNames[1]}: ${written(ahead.lower95)} – ${written(ahead.upper95)}`);
		if (spec.baselineName) lines.push(`${spec.baselineName}: ${written(ahead.baseline ?? null)}`);
	}
	return lines.join('\n');
}

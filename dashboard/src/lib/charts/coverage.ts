import {
	axisX,
	dot,
	gridX,
	link,
	type Markish,
	type PlotOptions,
	pointerY,
	text,
	tickX,
	tip,
} from '@observablehq/plot';
import { formatPercent } from '../format/percent.ts';
import { formatShare } from '../format/share.ts';
import type { ChartFrame } from './frame.ts';
import { basePlot, chartText, textWidth, tipStyle } from './theme.ts';

/** A share of so many, the bounds within which the true one lies, and what it ought to be. */
export interface CoverageRow {
	readonly name: string;
	readonly share: number;
	readonly lower: number;
	readonly upper: number;
	readonly target: number;
	readonly count: number;
}

/** Whether bands hold as often as they promise: a dot for how often they did, a tick for the promise. */
export interface Coverage {
	readonly kind: 'coverage';
	readonly rows: readonly CoverageRow[];
	readonly unit: 'ratio';
	/** What the rows are, as the table's first head. */
	readonly rowsName: string;
	/** What dot, bounds, tick and number of cases are called. */
	readonly name: string;
	readonly boundsName: string;
	readonly targetName: string;
	readonly countName: string;
}

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** The dots as Plot options; the share of fewer than 30 is written as counts. */
export function coverage(spec: Coverage, frame: ChartFrame): PlotOptions {
	const { rows } = spec;
	const percent = (share: number): string => formatPercent(share, frame.locale, { digits: 0 });
	const label = ({ share, count }: CoverageRow): string => formatShare(share, count, frame.locale, { digits: 0 });
	const nameRoom = Math.min(Math.max(0, ...rows.map(({ name }) => textWidth(name))), frame.width * 0.4);
	const longest = Math.floor(nameRoom / (chartText * 0.62));
	const marks: Markish[] = [
		gridX(SHARES, { stroke: 'var(--line)', strokeOpacity: 1 }),
		axisX(SHARES, { tickSize: 0, tickPadding: 6, tickFormat: percent, label: null }),
		tickX(rows, { x: 'target', y: 'name', stroke: 'var(--ink)', strokeWidth: 1.5, insetTop: 6, insetBottom: 6 }),
		link(rows, {
			x1: 'lower',
			x2: 'upper',
			y1: 'name',
			y2: 'name',
			stroke: 'var(--accent)',
			strokeWidth: 1.5,
			strokeOpacity: 0.55,
		}),
		dot(rows, { x: 'share', y: 'name', r: 4.5, fill: 'var(--accent)' }),
		text(rows, {
			y: 'name',
			x: () => 0,
			dx: -8,
			text: ({ name }: CoverageRow) =>
				name.length <= longest ? name : `${name.slice(0, Math.max(1, longest - 1)).trimEnd()}…`,
			textAnchor: 'end',
			fill: 'var(--ink)',
		}),
		text(rows, { y: 'name', x: () => 1, dx: 8, text: label, textAnchor: 'start', fill: 'var(--ink-soft)' }),
	];
	if (frame.interactive) {
		const words = (row: CoverageRow): string =>
			`${row.name}\n${spec.name}: ${label(row)} (${percent(row.lower)} – ${percent(row.upper)})\n${spec.targetName}: ${percent(row.target)}`;
		marks.push(tip(rows, pointerY({ x: 'share', y: 'name', title: words, ...tipStyle })));
	}
	return {
		...basePlot(frame),
		marginTop: 4,
		marginBottom: 24,
		marginLeft: nameRoom + 12,
		marginRight: Math.max(0, ...rows.map((row) => textWidth(label(row)))) + 12,
		x: { domain: [0, 1] },
		y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
		marks,
	};
}

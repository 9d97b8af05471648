import { barX, type Markish, type PlotOptions, pointerY, ruleX, text, tip } from '@observablehq/plot';
import { formatMeasureCompact, formatMeasureRounded, type Unit } from '../format/measure.ts';
import { formatPercent } from '../format/percent.ts';
import type { ChartFrame } from './frame.ts';
import { basePlot, chartText, textWidth, tipStyle } from './theme.ts';

/** One bar: what it stands for, its value, its share of the whole (0 to 1) and whether it is all the others together. */
export interface RankedRow {
	readonly name: string;
	readonly value: number;
	readonly share?: number | null;
	readonly is_rest?: boolean;
}

/** Figures by country, category or the like as lying bars, in the order given: largest first, all others last. */
export interface RankedBars {
	readonly kind: 'ranked-bars';
	readonly rows: readonly RankedRow[];
	readonly unit: Unit;
	/** What the rows are, as the table's first head, and what the bars measure. */
	readonly rowsName: string;
	readonly name: string;
	/** The place among the category colours, 1 unless given. */
	readonly color?: number;
}

/** The bars as Plot options: names left, values at the bars' ends, all others in grey. */
export function rankedBars(spec: RankedBars, frame: ChartFrame): PlotOptions {
	const { rows } = spec;
	const nameRoom = Math.min(Math.max(0, ...rows.map(({ name }) => textWidth(name))), frame.width * 0.38);
	const longest = Math.floor(nameRoom / (chartText * 0.62));
	const label = (row: RankedRow): string => {
		const value = formatMeasureCompact(row.value, { ...frame, unit: spec.unit });
		return row.share === undefined || row.share === null || frame.width < 440
			? value
			: `${value} · ${formatPercent(row.share, frame.locale, { digits: 0 })}`;
	};
	const words = (row: RankedRow): string => {
		const value = formatMeasureRounded(row.value, { ...frame, unit: spec.unit });
		const share = (row.share ?? null) === null ? '' : ` · ${formatPercent(row.share ?? null, frame.locale)}`;
		return `${row.name}\n${value}${share}`;
	};
	const smallest = Math.min(0, ...rows.map(({ value }) => value));
	const largest = Math.max(0, ...rows.map(({ value }) => value)) || 1;
	const marginRight = Math.max(0, ...rows.map((row) => textWidth(label(row)))) + 10;
	const color = `var(--cat-${spec.color ?? 1})`;

	const inset = Math.max(4, (frame.height / Math.max(1, rows.length) - 18) / 2);

	const marks: Markish[] = [
		barX(rows, {
			x: 'value',
			y: 'name',
			fill: (row: RankedRow) => (row.is_rest ? 'var(--cat-6)' : color),
			insetTop: inset,
			insetBottom: inset,
		}),
		ruleX([0], { stroke: 'var(--line-strong)' }),
		text(rows, {
			y: 'name',
			x: () => smallest,
			dx: -8,
			text: ({ name }: RankedRow) => shorten(name, longest),
			textAnchor: 'end',
			fill: 'var(--ink)',
		}),
		text(rows, {
			y: 'name',
			x: ({ value }: RankedRow) => Math.max(0, value),
			dx: 6,
			text: label,
			textAnchor: 'start',
			fill: 'var(--ink-soft)',
		}),
	];
	if (frame.interactive) {
		marks.push(
			tip(
				rows,
				pointerY({
					x: 'value',
					y: 'name',
					title: words,
					...tipStyle,
				}),
			),
		);
	}
	return {
		...basePlot(frame),
		marginTop: 2,
		marginBottom: 2,
		marginLeft: nameRoom + 12,
		marginRight,
		x: { domain: [smallest, largest], axis: null },
		y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
		marks,
	};
}

function shorten(name: string, longest: number): string {
	return name.length <= longest ? name : `${name.slice(0, Math.max(1, longest - 1)).trimEnd()}…`;
}

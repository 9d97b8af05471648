import { barX, type Markish, type PlotOptions, pointerY, ruleX, text, tip } from '@observablehq/plot';
import { formatMeasureCompact, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';
import { basePlot, chartText, textWidth, tipStyle } from './theme.ts';

/** How much came to a row, and how much left it; both from 0. */
export interface DivergingRow {
	readonly name: string;
	readonly came: number;
	readonly went: number;
}

/** What came and what went, as bars to the right and the left of one line, in the order given. */
export interface DivergingBars {
	readonly kind: 'diverging-bars';
	readonly rows: readonly DivergingRow[];
	readonly unit: Unit;
	/** What the rows are, as the table's first head. */
	readonly rowsName: string;
	/** What came and what went are called: written above the bars. */
	readonly names: readonly [came: string, went: string];
	/** What is left of both, as the table's last head. */
	readonly netName: string;
}

/** Height of the line above the bars that says which side is which. */
const HEAD = 22;

/** The bars as Plot options. Which side is good depends on the row, so neither is coloured as such. */
export function divergingBars(spec: DivergingBars, frame: ChartFrame): PlotOptions {
	const { rows, names } = spec;
	const context = { ...frame, unit: spec.unit };
	const written = (value: number): string => formatMeasureCompact(value, context);
	const nameRoom = Math.min(Math.max(0, ...rows.map(({ name }) => textWidth(name))), frame.width * 0.38);
	const longest = Math.floor(nameRoom / (chartText * 0.62));
	const came = Math.max(1, ...rows.map((row) => row.came));
	const went = Math.max(1, ...rows.map((row) => row.went));
	const beside =
		Math.max(...rows.flatMap((row) => [textWidth(written(row.came)), textWidth(written(row.went))]), 0) + 10;
	const inset = Math.max(2, ((frame.height - HEAD) / Math.max(1, rows.length) - 14) / 2);
	const bar = { y: 'name', insetTop: inset, insetBottom: inset };

	const marks: Markish[] = [
		barX(rows, { ...bar, x1: () => 0, x2: 'came', fill: 'var(--cat-1)' }),
		barX(rows, { ...bar, x1: ({ went }: DivergingRow) => -went, x2: () => 0, fill: 'var(--cat-6)' }),
		ruleX([0], { stroke: 'var(--line-strong)' }),
		text(rows, {
			y: 'name',
			x: () => -went,
			dx: -beside - 6,
			text: ({ name }: DivergingRow) =>
				name.length <= longest ? name : `${name.slice(0, Math.max(1, longest - 1)).trimEnd()}…`,
			textAnchor: 'end',
			fill: 'var(--ink)',
		}),
		text(rows, {
			y: 'name',
			x: 'came',
			dx: 6,
			text: (row: DivergingRow) => written(row.came),
			textAnchor: 'start',
			fill: 'var(--ink-soft)',
		}),
		text(rows, {
			y: 'name',
			x: ({ went }: DivergingRow) => -went,
			dx: -6,
			text: (row: DivergingRow) => written(row.went),
			textAnchor: 'end',
			fill: 'var(--ink-faint)',
		}),
		text([`${names[0]} →`], {
			x: () => 0,
			frameAnchor: 'top',
			dx: 6,
			dy: -HEAD + 4,
			textAnchor: 'start',
			fill: 'var(--ink-soft)',
		}),
		text([`← ${names[1]}`], {
			x: () => 0,
			frameAnchor: 'top',
			dx: -6,
			dy: -HEAD + 4,
			textAnchor: 'end',
			fill: 'var(--ink-faint)',
		}),
	];
	if (frame.interactive) {
		const words = (row: DivergingRow): string =>
			`${row.name}\n${names[0]}: ${written(row.came)}\n${names[1]}: ${written(row.went)}`;
		marks.push(tip(rows, pointerY({ x: 'came', y: 'name', title: words, ...tipStyle })));
	}
	return {
		...basePlot(frame),
		marginTop: HEAD,
		marginBottom: 0,
		marginLeft: nameRoom + beside + 10,
		marginRight: beside,
		x: { domain: [-went, came], axis: null },
		y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
		marks,
	};
}

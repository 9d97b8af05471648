import { barX, dot, type Markish, type PlotOptions, pointerY, ruleX, text, tip } from '@observablehq/plot';
import { formatMeasureCompact, formatMeasureRounded, type Unit } from '../format/measure.ts';
import type { ChartFrame } from './frame.ts';
import { basePlot, chartText, textWidth, tipStyle } from './theme.ts';

/** What a pair of bars stands for, and its two values; null where one is not known. */
export interface PairedRow {
	readonly name: string;
	readonly values: readonly [number | null, number | null];
}

/** Two figures of the same unit side by side for each row, as lying bars in the order given. */
export interface PairedBars {
	readonly kind: 'paired-bars';
	readonly rows: readonly PairedRow[];
	readonly unit: Unit;
	/** What the rows are, as the table's first head. */
	readonly rowsName: string;
	/** What the two bars are, upper and lower: written beside the first pair. The upper one is grey, for context. */
	readonly names: readonly [string, string];
	/** The place of the lower bar among the category colours, 1 unless given. */
	readonly color?: number;
}

interface Bar {
	readonly row: PairedRow;
	readonly place: 0 | 1;
	readonly value: number;
	readonly label: string;
}

/** How high a bar is. */
const BAR = 9;
/** Below this width the names of the bars stand above them all: beside the first pair there is no room. */
const NARROW = 440;
const HEAD = 20;

/** The bars as Plot options. */
export function pairedBars(spec: PairedBars, frame: ChartFrame): PlotOptions {
	const { rows, names } = spec;
	const context = { ...frame, unit: spec.unit };
	const isNarrow = frame.width < NARROW;
	const bars = rows.flatMap((row, index) => barsOf(row, index === 0 && !isNarrow ? names : null, context));
	const nameRoom = Math.min(Math.max(0, ...rows.map(({ name }) => textWidth(name))), frame.width * 0.38);
	const longest = Math.floor(nameRoom / (chartText * 0.62));
	const smallest = Math.min(0, ...bars.map(({ value }) => value));
	const largest = Math.max(0, ...bars.map(({ value }) => value)) || 1;
	const marginLeft = nameRoom + 12;
	const marginRight = roomBeside(bars, largest, frame.width - marginLeft);
	const head = isNarrow ? HEAD : 0;
	const band = (frame.height - head) / Math.max(1, rows.length);
	const inset = Math.max(1, (band - 2 * BAR - 2) / 2);
	const color = (place: 0 | 1): string => (place === 0 ? 'var(--cat-6)' : `var(--cat-${spec.color ?? 1})`);

	const marks: Markish[] = ([0, 1] as const).flatMap((place) => {
		const ofPlace = bars.filter((bar) => bar.place === place);
		const top = place === 0 ? inset : inset + BAR + 2;
		return [
			barX(ofPlace, {
				x: 'value',
				y: ({ row }: Bar) => row.name,
				fill: color(place),
				insetTop: top,
				insetBottom: band - top - BAR,
			}),
			text(ofPlace, {
				x: ({ value }: Bar) => Math.max(0, value),
				y: ({ row }: Bar) => row.name,
				dx: 6,
				dy: top + BAR / 2 - band / 2,
				text: 'label',
				textAnchor: 'start',
				fill: place === 0 ? 'var(--ink-faint)' : 'var(--ink-soft)',
			}),
		];
	});
	marks.push(
		ruleX([0], { stroke: 'var(--line-strong)' }),
		text(rows, {
			y: 'name',
			x: () => smallest,
			dx: -8,
			text: ({ name }: PairedRow) =>
				name.length <= longest ? name : `${name.slice(0, Math.max(1, longest - 1)).trimEnd()}…`,
			textAnchor: 'end',
			fill: 'var(--ink)',
		}),
	);
	if (isNarrow) marks.push(...nameLine(names, color, -marginLeft));
	if (frame.interactive) {
		const words = ({ name, values }: PairedRow): string =>
			[name, ...names.map((each, place) => `${each}: ${formatMeasureRounded(values[place] ?? null, context)}`)].join(
				'\n',
			);
		marks.push(
			tip(
				rows,
				pointerY({
					x: ({ values }: PairedRow) => Math.max(0, ...values.map((value) => value ?? 0)),
					y: 'name',
					title: words,
					...tipStyle,
				}),
			),
		);
	}
	return {
		...basePlot(frame),
		marginTop: head,
		marginBottom: 0,
		marginLeft,
		marginRight,
		x: { domain: [smallest, largest], axis: null },
		y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
		marks,
	};
}

/** The bars of a row that have a value; where names are given, each says what it is. */
function barsOf(
	row: PairedRow,
	names: PairedBars['names'] | null,
	context: Parameters<typeof formatMeasureCompact>[1],
): Bar[] {
	return row.values.flatMap((value, at): Bar[] => {
		if (value === null) return [];
		const place = at === 0 ? 0 : 1;
		const written = formatMeasureCompact(value, context);
		return [{ row, place, value, label: names === null ? written : `${written} ${names[place]}` }];
	});
}

/** What the two bars are, in a line above them from `left` on, each after a square of its colour. */
function nameLine(names: PairedBars['names'], color: (place: 0 | 1) => string, left: number): Markish[] {
	const second = textWidth(names[0]) + 28;
	return ([0, 1] as const).flatMap((place) => {
		const dx = left + (place === 0 ? 0 : second);
		return [
			dot([0], { frameAnchor: 'top-left', dx: dx + 4, dy: -HEAD + 7, r: 3.5, symbol: 'square', fill: color(place) }),
			text([names[place]], {
				frameAnchor: 'top-left',
				dx: dx + 13,
				dy: -HEAD + 1,
				text: (name: string) => name,
				textAnchor: 'start',
				fill: 'var(--ink-soft)',
			}),
		];
	});
}

/** Room for what stands beside the bars: only long bars push it out of the drawing. */
function roomBeside(bars: readonly Bar[], largest: number, width: number): number {
	const beyond = bars.map(({ value, label }) => {
		const words = textWidth(label) + 8;
		// The bars get what is left: value / largest · (width − room) + words ≤ width.
		const share = Math.max(0, value) / largest;
		return share === 0 ? 0 : width - (width - words) / share;
	});
	return Math.min(width * 0.6, Math.max(8, ...beyond));
}

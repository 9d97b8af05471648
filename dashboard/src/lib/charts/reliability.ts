import {
	axisX,
	axisY,
	dot,
	gridY,
	line,
	link,
	type Markish,
	pointer,
	type PlotOptions,
	text,
	tip,
} from '@observablehq/plot';
import { formatCount } from '../format/count.ts';
import { formatPercent } from '../format/percent.ts';
import { isShareTold } from '../format/share.ts';
import type { ChartFrame } from './frame.ts';
import { basePlot, textWidth, tipStyle } from './theme.ts';

/** Cases that got about the same chance: how many, the chance on average, and how often it came true, with its bounds. */
export interface ReliabilityBin {
	readonly count: number;
	readonly predicted: number;
	readonly observed: number;
	readonly observed_lower: number;
	readonly observed_upper: number;
}

/** Whether chances are what they say: of cases with a chance of 30 %, three in ten should come true. */
export interface Reliability {
	readonly kind: 'reliability';
	readonly bins: readonly ReliabilityBin[];
	readonly unit: 'ratio';
	/** What the axes are: the chance given, and the share that came true. */
	readonly predictedName: string;
	readonly observedName: string;
	/** What the line of perfect chances is called. */
	readonly idealName: string;
	/** What a bin's cases are, and its bounds, as the table's heads. */
	readonly countName: string;
	readonly boundsName: string;
}

const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** The diagram as Plot options: a dot per bin with its 95 % bounds; hollow where fewer than 30 cases are behind it. */
export function reliability(spec: Reliability, frame: ChartFrame): PlotOptions {
	const { bins } = spec;
	const percent = (share: number): string => formatPercent(share, frame.locale, { digits: 0 });
	const most = Math.max(1, ...bins.map(({ count }) => count));
	const radius = ({ count }: ReliabilityBin): number => 3 + 4 * Math.sqrt(count / most);
	const marks: Markish[] = [
		gridY(SHARES, { stroke: 'var(--line)', strokeOpacity: 1 }),
		axisY(SHARES, { tickSize: 0, tickPadding: 8, tickFormat: percent, label: null }),
		axisX(SHARES, { tickSize: 0, tickPadding: 8, tickFormat: percent, label: null }),
		line([0, 1], {
			x: (share: number) => share,
			y: (share: number) => share,
			stroke: 'var(--line-strong)',
			strokeDasharray: '2 3',
		}),
		text([spec.idealName], {
			x: () => 1,
			y: () => 1,
			dx: 8,
			textAnchor: 'start',
			text: (name: string) => name,
			fill: 'var(--ink-faint)',
		}),
		link(bins, {
			x1: 'predicted',
			x2: 'predicted',
			y1: 'observed_lower',
			y2: 'observed_upper',
			stroke: 'var(--accent)',
			strokeWidth: 1.5,
			strokeOpacity: 0.55,
		}),
		dot(bins, {
			x: 'predicted',
			y: 'observed',
			r: radius,
			fill: ({ count }: ReliabilityBin) => (isShareTold(count) ? 'var(--accent)' : 'var(--surface)'),
			stroke: 'var(--accent)',
			strokeWidth: 1.5,
		}),
		text([spec.observedName], {
			frameAnchor: 'top-left',
			dy: -16,
			dx: -textWidth(percent(1)) - 2,
			textAnchor: 'start',
			text: (name: string) => name,
		}),
		text([spec.predictedName], {
			frameAnchor: 'bottom-right',
			dy: 34,
			textAnchor: 'end',
			text: (name: string) => name,
		}),
	];
	if (frame.interactive) {
		const words = (bin: ReliabilityBin): string =>
			[
				`${spec.predictedName}: ${percent(bin.predicted)}`,
				`${spec.observedName}: ${percent(bin.observed)} (${percent(bin.observed_lower)} – ${percent(bin.observed_upper)})`,
				`${spec.countName}: ${formatCount(bin.count, frame.locale)}`,
			].join('\n');
		marks.push(tip(bins, pointer({ x: 'predicted', y: 'observed', title: words, ...tipStyle })));
	}
	return {
		...basePlot(frame),
		marginTop: 28,
		marginBottom: 46,
		marginLeft: textWidth(percent(1)) + 10,
		marginRight: textWidth(spec.idealName) + 12,
		x: { domain: [0, 1] },
		y: { domain: [0, 1] },
		// Plot would take a radius for a value to scale.
		r: { type: 'identity' },
		marks,
	};
}

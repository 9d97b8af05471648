import type { BarsOverTime } from './bars-over-time.ts';
import type { Coverage } from './coverage.ts';
import type { DivergingBars } from './diverging-bars.ts';
import type { FanOverTime } from './fan-over-time.ts';
import type { LineOverTime } from './line-over-time.ts';
import type { PairedBars } from './paired-bars.ts';
import type { RankedBars } from './ranked-bars.ts';
import type { Reliability } from './reliability.ts';

/** What a chart shows: plain data, so that a page names it without loading what draws it. */
export type ChartSpec =
	LineOverTime | BarsOverTime | RankedBars | FanOverTime | PairedBars | DivergingBars | Reliability | Coverage;

/** How tall a chart wants to be, in pixels: lying bars by their number, time in one height. */
export function chartHeight(spec: ChartSpec): number {
	switch (spec.kind) {
		case 'ranked-bars':
			return spec.rows.length * 28 + 4;
		case 'paired-bars':
			return spec.rows.length * 30 + 4;
		case 'diverging-bars':
			return spec.rows.length * 28 + 22;
		case 'coverage':
			return spec.rows.length * 32 + 28;
		case 'reliability':
			return 320;
		case 'fan-over-time':
			return 280;
		case 'line-over-time':
		case 'bars-over-time':
			return 240;
	}
}

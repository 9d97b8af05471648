import type { BarsOverTime } from './bars-over-time.ts';
import type { LineOverTime } from './line-over-time.ts';
import type { RankedBars } from './ranked-bars.ts';

/** What a chart shows: plain data, so that a page names it without loading what draws it. */
export type ChartSpec = LineOverTime | BarsOverTime | RankedBars;

/** How tall a chart wants to be, in pixels: lying bars by their number, time in one height. */
export function chartHeight(spec: ChartSpec): number {
	return spec.kind === 'ranked-bars' ? spec.rows.length * 28 + 4 : 240;
}

import type { MeasureContext } from '../format/measure.ts';

/** Where and for whom a chart is drawn. */
export interface ChartFrame extends Omit<MeasureContext, 'unit'> {
	/** The drawing's size in pixels. */
	readonly width: number;
	readonly height: number;
	/** Unique on the page: the names of the drawing's patterns begin with it. */
	readonly id: string;
	/** Whether pointing at the chart shows the values under the pointer; needs a browser. */
	readonly interactive: boolean;
}

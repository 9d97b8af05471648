import { parseHTML } from 'linkedom';
import { drawChart } from './draw.ts';
import type { ChartFrame } from './frame.ts';
import type { ChartSpec } from './spec.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A chart as SVG text, drawn without a browser: 2 to 3 ms. */
export function drawOnServer(spec: ChartSpec, frame: ChartFrame, alternative: string): string {
	return drawChart(spec, frame, alternative, document).outerHTML;
}

import { parseHTML } from 'linkedom';
import { drawChart } from '#lib/charts/draw.ts';
import type { ChartFrame } from '#lib/charts/frame.ts';
import type { ChartSpec } from '#lib/charts/spec.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A frame to draw in: a panel's width on a desktop, English and euros unless told otherwise. */
export function frame(changes: Partial<ChartFrame> = {}): ChartFrame {
	return { width: 640, height: 240, id: 'c', currency: 'EUR', locale: 'en', interactive: false, ...changes };
}

/** The chart drawn, as an element to ask questions of. */
export function draw(spec: ChartSpec, changes: Partial<ChartFrame> = {}): Element {
	return drawChart(spec, frame(changes), 'what it says', document);
}

/** Every text of the drawing, with thin spaces as plain ones. */
export function texts(drawing: Element): string[] {
	return [...drawing.querySelectorAll('text')].map((text) =>
		([...text.querySelectorAll('tspan')].map((part) => part.textContent).join(' ') || text.textContent)
			.replaceAll('\u202f', ' ')
			.trim(),
	);
}

/** The drawing as text for a file snapshot: attributes in order, numbers rounded, one element a line. */
export function snapshotText(drawing: Element): string {
	return drawing.outerHTML
		.replace(/<style>[\s\S]*?<\/style>/, '')
		.replace(/<([a-z]+)((?: [\w:-]+="[^"]*")*)/g, (_, name: string, attributes: string) => {
			const sorted = (attributes.match(/ [\w:-]+="[^"]*"/g) ?? []).sort();
			return `\n<${name}${sorted.join('')}`;
		})
		.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))
		.replace(/plot-[0-9a-f]+/g, 'plot')
		.trim();
}

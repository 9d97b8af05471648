import { plot, type PlotOptions } from '@observablehq/plot';
import { barsOverTime } from './bars-over-time.ts';
import { coverage } from './coverage.ts';
import { divergingBars } from './diverging-bars.ts';
import { fanOverTime } from './fan-over-time.ts';
import type { ChartFrame } from './frame.ts';
import { lineOverTime } from './line-over-time.ts';
import { pairedBars } from './paired-bars.ts';
import { rankedBars } from './ranked-bars.ts';
import { reliability } from './reliability.ts';
import type { ChartSpec } from './spec.ts';

/**
 * Draws a chart as SVG in the given document. `alternative` is its text for those who do not see it. Only Chart.svelte
 * asks for this, on the server through draw-on-server.ts and in the browser by a dynamic import: Plot is large.
 */
export function drawChart(spec: ChartSpec, frame: ChartFrame, alternative: string, document: Document): Element {
	const drawing = plot({ ...chartOptions(spec, frame), document });
	// Plot names its groups by aria-label, which a group without a role must not have.
	for (const group of drawing.querySelectorAll('g[aria-label]')) {
		group.setAttribute('data-mark', group.getAttribute('aria-label') ?? '');
		group.removeAttribute('aria-label');
	}
	drawing.setAttribute('role', 'img');
	drawing.setAttribute('aria-label', alternative);
	drawing.prepend(patterns(frame.id, document));
	return drawing;
}

/** The Plot options of a chart, by its kind. */
function chartOptions(spec: ChartSpec, frame: ChartFrame): PlotOptions {
	switch (spec.kind) {
		case 'line-over-time':
			return lineOverTime(spec, frame);
		case 'bars-over-time':
			return barsOverTime(spec, frame);
		case 'ranked-bars':
			return rankedBars(spec, frame);
		case 'fan-over-time':
			return fanOverTime(spec, frame);
		case 'paired-bars':
			return pairedBars(spec, frame);
		case 'diverging-bars':
			return divergingBars(spec, frame);
		case 'reliability':
			return reliability(spec, frame);
		case 'coverage':
			return coverage(spec, frame);
	}
}

function patterns(id: string, document: Document): Element {
	const namespace = 'http://www.w3.org/2000/svg';
	const definitions = document.createElementNS(namespace, 'defs');
	for (const color of ['ink', 1, 2, 3, 4, 5, 6]) {
		const stroke = color === 'ink' ? 'var(--line-strong)' : `var(--cat-${color})`;
		const pattern = document.createElementNS(namespace, 'pattern');
		for (const [name, value] of [
			['id', `${id}-hatch-${color}`],
			['width', '5'],
			['height', '5'],
			['patternUnits', 'userSpaceOnUse'],
			['patternTransform', 'rotate(45)'],
		] as const) {
			pattern.setAttribute(name, value);
		}
		const stripe = document.createElementNS(namespace, 'line');
		stripe.setAttribute('y2', '5');
		stripe.setAttribute('x1', '1');
		stripe.setAttribute('x2', '1');
		stripe.setAttribute('stroke', stroke);
		stripe.setAttribute('stroke-width', color === 'ink' ? '1' : '2.25');
		pattern.append(stripe);
		definitions.append(pattern);
	}
	return definitions;
}

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RFM_SEGMENTS, segmentOf } from '#models/rfm/rfm-segment.ts';
import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';

/** With single spaces in its tables. */
const CARD = readFileSync(new URL('../../../models/rfm/README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

it('has a worked example that works', () => {
	const customers = {
		recency: Float64Array.of(1, 2, 30, 300, 400),
		frequency: Float64Array.of(9, 5, 1, 1, 8),
		monetary: Float64Array.of(500, 300, 10, 20, 400),
	};
	const model = fitRfm(customers);
	const cuts = [model.recency, model.frequency, model.monetary].map((each) => each?.join(', ').replaceAll('-', '−'));
	expect(CARD).toContain(
		`// recency from ${cuts[0] ?? ''}; frequency from ${cuts[1] ?? ''}; money from ${cuts[2] ?? ''}`,
	);
	const { segments } = predictRfm(model, customers);
	expect(CARD).toContain(`segments; // ${segments.join(', ')}`);
});

it('shows the grid as it is', () => {
	for (const recency of [5, 4, 3, 2, 1]) {
		const cells = [1, 2, 3, 4, 5].map((worth) => segmentOf({ recency, frequency: worth, monetary: worth }, 5));
		const row = cells.map((name) => name.replaceAll('_', ' ')).join(' | ');
		expect(CARD).toMatch(new RegExp(`^\\| ${recency}( \\(latest\\))? \\| ${row.replaceAll('|', '\\|')} \\|$`, 'm'));
	}
	for (const name of RFM_SEGMENTS) expect(CARD).toContain(`| ${name.replaceAll('_', ' ')} |`);
});

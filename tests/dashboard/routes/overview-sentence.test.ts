import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultViewState } from '#lib/filters/view-state.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import { readOverview } from '#lib/server/overview.ts';
import OverviewSentence from '../../../dashboard/src/routes/OverviewSentence.svelte';
import { words } from '../lib/components/words.ts';
import { openTinySnapshot } from '../lib/server/tiny-snapshot.ts';
import type { TinySnapshot } from '../lib/server/tiny-snapshot.ts';

let tiny: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot();
});
afterAll(() => tiny.close());

async function sentence(state: Partial<ViewState>): Promise<string> {
	const overview = await readOverview(tiny.snapshot, { ...defaultViewState(), ...state });
	const { body } = render(OverviewSentence, { props: { overview, currency: 'EUR' } });
	return words(body).replaceAll('\u2060', '').replaceAll(/\s+/g, ' ');
}

describe('OverviewSentence', () => {
	it('says by how much revenue changed, why, and which days are held against which', async () => {
		const text = await sentence({ period: { first: '2025-03-11', last: '2025-04-10' }, compare: 'previous' });
		// 97.345 from 11 March to 10 April, all of it by c2 and c3, against the 31 days from 8 February:
		// 30.005 - 50 + 15 - 5 + 40 = 30.005, of which 30.005 by the new customer c3, -40 by c1, 40 by nobody known.
		expect(text).toContain('Net revenue is € 97.35, up 224.4 %');
		expect(text).toContain('−€ 30.01 from new customers');
		expect(text).toContain('11 Mar – 10 Apr 2025, against 8 Feb – 10 Mar 2025');
	});

	it('says so when the data does not reach back far enough', async () => {
		const text = await sentence({ period: 'this-year', compare: 'year-before' });
		expect(text).toContain('the data does not reach back far enough to compare.');
	});

	it('compares with nothing when nothing is to be compared', async () => {
		const text = await sentence({ period: 'this-year', compare: 'none' });
		expect(text).toMatch(/^Net revenue is € 457\.35 ?\. 1 Jan – 10 Apr 2025$/);
		expect(text).not.toContain('against');
	});

	it('says that nothing was sold', async () => {
		expect(await sentence({ where: "country = 'Chile'" })).toContain('Nothing was sold in this period.');
	});
});

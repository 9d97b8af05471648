import { expect, test } from 'vitest';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { costTotals } from '#records/marketing/cost-totals.ts';
import { addCost, deleteCost } from '#records/marketing/costs.ts';
import { acting, openTestRecords } from '../open-records.ts';

test('adds up what was spent on each campaign by currency, the largest first, without what was deleted', async () => {
	const { records } = await openTestRecords();
	const act = acting(records);
	const campaign = (name: string) =>
		act(async (transaction, author) => {
			return (await createCampaign(transaction, author, { name, campaign_type: 'post' })).campaign_id;
		});
	const spend = (id: string, amount: string, currency: string) =>
		act((transaction, author) => addCost(transaction, author, id, { spent_on: '2026-03-01', amount, currency }));
	const [spring, autumn] = [await campaign('Spring'), await campaign('Autumn')];
	await spend(spring, '100.10', 'EUR');
	await spend(spring, '0.20', 'EUR');
	await spend(spring, '-50', 'EUR');
	await spend(spring, '80', 'CHF');
	const wrong = await spend(spring, '999', 'EUR');
	await act((transaction, author) =>
		deleteCost(transaction, author, { id: wrong.campaign_cost_id, version: 'current' }),
	);

	const totals = await costTotals(records, [spring, autumn]);
	expect(totals.get(spring)).toMatchObject([
		{ currency: 'CHF', amount: 80 },
		{ currency: 'EUR', amount: 50.3 },
	]);
	expect(totals.get(autumn)).toBeUndefined();
});

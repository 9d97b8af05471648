import { expect, test } from 'vitest';
import { givenRates } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('gives each day the last rate on or before it, up to the last day with a rate of any currency', async () => {
	const francs = givenRates({ '2025-01-03': '1.2', '2025-01-01': '1.1' });
	const [rows = []] = francs.loads;
	const db = await openWarehouse({ sources: [{ ...francs, loads: [[...rows, ['USD', '2025-01-05', '0.9']]] }] });
	expect(await tableOf(db, 'select currency, rate_on, rate from int_exchange_rates_by_day order by 1, 2')).toEqual([
		['CHF', '2025-01-01', '1.100000'],
		['CHF', '2025-01-02', '1.100000'],
		['CHF', '2025-01-03', '1.200000'],
		['CHF', '2025-01-04', '1.200000'],
		['CHF', '2025-01-05', '1.200000'],
		['USD', '2025-01-05', '0.900000'],
	]);
});

test('is empty where everything is in the company’s currency', async () => {
	const db = await openWarehouse({ sources: [] });
	expect(await tableOf(db, 'select * from int_exchange_rates_by_day')).toEqual([]);
});

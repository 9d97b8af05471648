import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { findCustomers } from '#warehouse/reads/find-customers.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

/** c1 and c2 are people of a source; of c3 only orders tell. */
const PEOPLE = `
insert into dim_people (customer_id, name, email, city, search_text) values
	('c1', 'René Müller', 'rene@example.com', 'Wien', 'rene muller rene@example.com c1 wien'),
	('c2', 'anna GmbH', 'office@example.com', 'Wien', 'anna gmbh office@example.com c2 wien');
`;

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: PEOPLE });
	db = marts.db;
});
afterAll(() => marts.close());

it.each([
	['müller', ['c1']],
	['WIEN', ['c2', 'c1']],
	['wien anna', ['c2']],
	['rené', ['c1']],
	['C3', ['c3']],
	['example c', ['c2', 'c1']],
	['nobody', []],
	['  ', []],
])('finds whoever holds every word, by name: %s', async (search, expected) => {
	expect((await findCustomers(db, search, 10)).map(({ customer_id }) => customer_id)).toEqual(expected);
});

it('puts those first whose text begins with the search, and gives no more than asked for', async () => {
	expect(await findCustomers(db, 'r', 1)).toEqual([
		{ customer_id: 'c1', name: 'René Müller', email: 'rene@example.com' },
	]);
});

it('gives a customer of whom only orders tell without a name', async () => {
	expect(await findCustomers(db, 'c3', 5)).toEqual([{ customer_id: 'c3', name: null, email: null }]);
});

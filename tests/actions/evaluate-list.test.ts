import { describe, expect, it } from 'vitest';
import { countList } from '#actions/count-list.ts';
import { drawList } from '#actions/draw-list.ts';
import { evaluateList } from '#actions/evaluate-list.ts';
import { leftOutRows, previewList } from '#actions/list-rows.ts';
import { addConsent } from '#records/people/consents.ts';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { membersOfList } from '#records/marketing/list-members.ts';
import { definitionOf, openListWorld } from './list-world.ts';
import type { ListWorld } from './list-world.ts';

const YES = [{}];

/** Ten customers, each with another fate; the last three may be reached. */
async function openTen(): Promise<ListWorld & { readonly withdrawing: string; readonly agreed: string }> {
	const world = await openListWorld();
	const ids = Array.from({ length: 10 }, (_, index) => `K${index}`);
	await world.addCustomers(ids.map((customer_id, index) => ({ customer_id, net_revenue: 1000 - index })));
	// K0 is nobody's record.
	await world.addContact('K1', { last_name: 'No Address' }, YES);
	await world.addContact('K2', { last_name: 'Said No', emails: [{ value: 'k2@example.com' }] }, [{ status: 'denied' }]);
	await world.addContact('K3', { last_name: 'Went', emails: [{ value: 'k3@example.com' }] }, [
		{ captured_at: '2026-01-01T00:00:00Z' },
		{ purpose: 'all', status: 'withdrawn', captured_at: '2026-01-02T00:00:00Z' },
	]);
	await world.addContact('K4', { last_name: 'Silent', emails: [{ value: 'k4@example.com' }] });
	await world.addContact('K5', { last_name: 'Unproven', emails: [{ value: 'k5@example.com' }] }, [
		{ evidence: 'none' },
	]);
	const agreed = await world.addContact('K6', { last_name: 'Agreed', emails: [{ value: 'k6@example.com' }] }, YES);
	await world.addContact('K7', { last_name: 'Namesake', emails: [{ value: 'K6@Example.com' }] }, YES);
	const withdrawing = await world.addContact('K8', { last_name: 'Eight', emails: [{ value: 'k8@example.com' }] }, YES);
	await world.addContact('K9', { last_name: 'Nine', emails: [{ value: 'k9@example.com' }] }, YES);
	return { ...world, withdrawing, agreed };
}

const rowsOf = (reasons: readonly { reason: string; rows: number }[]) =>
	Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows]));

describe('evaluateList', () => {
	it('gives every customer who fits one reason or a row', async () => {
		const world = await openTen();
		const count = await countList(world, { listId: null, definition: definitionOf() });
		expect(rowsOf(count.reasons)).toEqual({
			no_contact: 1,
			no_address: 1,
			denied: 1,
			withdrawn: 1,
			no_consent: 1,
			unproven: 1,
			same_address: 1,
		});
		expect(count).toMatchObject({ matching: 10, recipients: 3, heldOut: 0, lacksScores: false, hint: null });
	});

	it('falls at once when a consent is taken back, without another snapshot', async () => {
		const world = await openTen();
		const question = { listId: null, definition: definitionOf() };
		expect((await countList(world, question)).recipients).toBe(3);
		await world.doing((transaction, author) =>
			addConsent(transaction, author, world.withdrawing, {
				channel: 'email',
				purpose: 'marketing',
				status: 'withdrawn',
			}),
		);
		const after = await countList(world, question);
		expect(after).toMatchObject({ matching: 10, recipients: 2 });
		expect(rowsOf(after.reasons)).toMatchObject({ withdrawn: 2 });
	});

	it('counts nobody for a purpose that they did not agree to', async () => {
		const world = await openTen();
		const definition = definitionOf({ purpose: 'newsletter' });
		expect(await countList(world, { listId: null, definition })).toMatchObject({ matching: 10, recipients: 0 });
	});

	it('shows the rows behind a reason, page by page, with the contact it is about', async () => {
		const world = await openTen();
		const evaluation = await evaluateList(world, { listId: null, definition: definitionOf() });
		const all = { limit: 50, offset: 0 };
		expect(await leftOutRows(world, evaluation, 'no_contact', all)).toEqual([
			{
				customer_id: 'K0',
				name: 'Customer K0',
				orders_count: 1,
				net_revenue: 1000,
				contact_id: null,
				contact_name: null,
			},
		]);
		expect(await leftOutRows(world, evaluation, 'same_address', all)).toMatchObject([
			{ customer_id: 'K7', contact_name: 'Namesake' },
		]);
		expect(await leftOutRows(world, evaluation, 'denied', { limit: 50, offset: 1 })).toEqual([]);
		expect(await leftOutRows(world, evaluation, 'excluded_list', all)).toEqual([]);
	});

	it('previews the rows that the file would have, whoever bought most first', async () => {
		const world = await openTen();
		const question = { listId: null, definition: definitionOf({ columns: ['net_revenue'] }) };
		const preview = await previewList(world, await evaluateList(world, question), question, 2);
		expect(preview).toEqual({
			columns: ['customer_id', 'name', 'email', 'net_revenue'],
			rows: [
				['K6', 'Agreed', 'k6@example.com', 994],
				['K8', 'Eight', 'k8@example.com', 992],
			],
		});
	});

	it('reaches a company by its main contact who may be reached, once', async () => {
		const world = await openListWorld();
		await world.addCustomers([{ customer_id: 'F1', customer_kind: 'company' }]);
		const company = await world.doing(async (transaction, author) => {
			const made = await createCompany(transaction, author, { name: 'Firm' });
			for (const [name, status, isMain] of [
				['Main', 'withdrawn', true],
				['Second', 'granted', false],
				['Third', 'granted', false],
			] as const) {
				const { contact_id } = await createContact(transaction, author, {
					last_name: name,
					emails: [{ value: `${name}@firm.example` }],
					companies: [{ company_id: made.company_id, is_primary: isMain }],
				});
				const said = { channel: 'email', purpose: 'marketing', status, evidence: 'form' };
				await addConsent(transaction, author, contact_id, said);
			}
			return made;
		});
		await world.link('companies', company.company_id, 'F1');
		const { arms } = await evaluateList(world, { listId: null, definition: definitionOf() });
		expect(arms.treatment.map(({ contact }) => contact.full_name)).toEqual(['Second']);
	});

	it('gives a company whose contacts may not be reached the reason of the main one, and one without contacts none', async () => {
		const world = await openListWorld();
		await world.addCustomers([{ customer_id: 'F1' }, { customer_id: 'F2' }]);
		const [first, second] = await world.doing(async (transaction, author) => {
			const made = await createCompany(transaction, author, { name: 'Firm' });
			const empty = await createCompany(transaction, author, { name: 'Empty' });
			const companies = [{ company_id: made.company_id, is_primary: true }];
			await createContact(transaction, author, { last_name: 'Main', emails: [{ value: 'm@firm.example' }], companies });
			return [made, empty] as const;
		});
		await world.link('companies', first.company_id, 'F1');
		await world.link('companies', second.company_id, 'F2');
		const { reasons } = await evaluateList(world, { listId: null, definition: definitionOf() });
		expect(rowsOf(reasons)).toEqual({ no_contact: 1, no_consent: 1 });
	});
});

describe('lists that name lists', () => {
	it('adds the people of included lists and takes those of excluded ones away, drawn ones for ever', async () => {
		const world = await openTen();
		const top = await world.addList('Top', { filters: { behaviour: { min_revenue: '994' } } });
		const eight = await world.addList('Eight', { filters: { behaviour: { min_revenue: '992', max_revenue: '992' } } });
		// Without filters of its own a list has only the people that it includes.
		const both = definitionOf({ include: [top.list_id, eight.list_id] });
		expect(await countList(world, { listId: null, definition: both })).toMatchObject({ matching: 8, recipients: 2 });
		const without = definitionOf({ exclude: [eight.list_id] });
		const count = await countList(world, { listId: null, definition: without });
		expect(count).toMatchObject({ matching: 10, recipients: 2 });
		expect(rowsOf(count.reasons)).toMatchObject({ excluded_list: 1 });

		await drawList(world, { listId: eight.list_id, definition: eight.definition }, '2026-03-01T00:00:00.000Z');
		await world.db.run(`update dim_customers set net_revenue = 5 where customer_id = 'K8'`);
		expect(rowsOf((await countList(world, { listId: null, definition: without })).reasons)).toMatchObject({
			excluded_list: 1,
		});
		const evaluation = await evaluateList(world, { listId: null, definition: without });
		expect(await leftOutRows(world, evaluation, 'excluded_list', { limit: 5, offset: 0 })).toMatchObject([
			{ customer_id: 'K8' },
		]);
	});

	it('takes a list that is gone for one with nobody', async () => {
		const world = await openTen();
		const definition = definitionOf({ include: ['gone'], filters: { behaviour: { min_revenue: '999' } } });
		expect(await countList(world, { listId: null, definition })).toMatchObject({ matching: 2 });
		expect(await countList(world, { listId: null, definition: definitionOf({ include: ['gone'] }) })).toMatchObject({
			matching: 0,
		});
	});
});

describe('scores', () => {
	it('filters by segment and by ranges of scores', async () => {
		const world = await openListWorld();
		await world.addCustomers([
			{
				customer_id: 'A',
				segment: 'at_risk',
				status: 'scored',
				p_alive: 0.4,
				expected_revenue: 100,
				value_at_risk: 60,
			},
			{
				customer_id: 'B',
				segment: 'at_risk',
				status: 'scored',
				p_alive: 0.8,
				expected_revenue: 900,
				value_at_risk: 90,
			},
			{ customer_id: 'C', segment: 'loyal', status: 'scored', p_alive: 0.9, expected_revenue: 500, value_at_risk: 5 },
			{ customer_id: 'D', status: 'no_history' },
		]);
		const matching = async (scores: object): Promise<number> =>
			(await countList(world, { listId: null, definition: definitionOf({ filters: { scores } }) })).matching;
		expect(await matching({ segments: ['at_risk'] })).toBe(2);
		expect(await matching({ segments: ['at_risk'], min_expected_revenue: '500' })).toBe(1);
		expect(await matching({ max_p_alive: '0.8' })).toBe(2);
		expect(await matching({ statuses: ['no_history'] })).toBe(1);
		expect(await matching({ min_value_at_risk: '60', max_value_at_risk: '60' })).toBe(1);
	});

	it('says that there are none where the snapshot has none, and lets nobody through', async () => {
		const world = await openTen();
		await world.db.run('drop table customer_scores');
		const scored = definitionOf({ filters: { scores: { segments: ['loyal'] } } });
		expect(await countList(world, { listId: null, definition: scored })).toMatchObject({
			matching: 0,
			recipients: 0,
			lacksScores: true,
		});
		const drawn = definitionOf({ holdout: { share: 0.5, seed: 1 }, columns: ['segment'] });
		const question = { listId: null, definition: drawn };
		const evaluation = await evaluateList(world, question);
		expect(evaluation.lacksScores).toBe(false);
		expect(evaluation.arms.drawn.map(({ stratum }) => stratum)).toEqual(Array(3).fill('Germany/consumer'));
		expect((await previewList(world, evaluation, question, 1)).rows[0]?.at(-1)).toBeNull();
	});
});

describe('holdouts', () => {
	it('draws along segments and thirds of value, stores it once, and draws only those who come later', async () => {
		const world = await openListWorld();
		const add = async (from: number, to: number): Promise<void> => {
			const ids = Array.from({ length: to - from }, (_, index) => from + index);
			await world.addCustomers(
				ids.map((id) => ({
					customer_id: `H${id}`,
					segment: id % 2 === 0 ? 'loyal' : 'new',
					status: 'scored',
					expected_revenue: id,
					last_order_on: id % 4 === 0 ? '2026-03-20' : '2026-01-01',
				})),
			);
			for (const id of ids) {
				await world.addContact(`H${id}`, { last_name: `H${id}`, emails: [{ value: `h${id}@example.com` }] }, YES);
			}
		};
		await add(0, 60);
		const list = await world.addList('Growing', { holdout: { share: 0.2, seed: 9 } });
		const question = { listId: list.list_id, definition: list.definition };
		const before = await countList(world, question);
		expect(before).toMatchObject({ matching: 60, recipients: 48, heldOut: 12, undrawn: 60 });
		expect(before.hint).toMatchObject({ baseline: 0.25 });
		expect(before.hint?.people).toBeGreaterThan(60);
		expect(before.hint?.visible).toBeGreaterThan(0.25);
		expect(await drawList(world, question, '2026-03-01T00:00:00.000Z')).toBe(60);
		const members = await membersOfList(world.records, list.list_id);
		const heldIn = (stratum: string) =>
			members.filter((each) => each.stratum === stratum && each.arm === 'holdout').length;
		for (const stratum of new Set(members.map((each) => each.stratum))) expect(heldIn(stratum)).toBe(2);
		expect(new Set(members.map((each) => each.stratum)).size).toBe(6);

		await add(60, 90);
		// A larger share is for those who come from now on.
		const grown = { ...question, definition: { ...list.definition, holdout: { share: 0.5, seed: 9 } } };
		expect(await countList(world, grown)).toMatchObject({ matching: 90, heldOut: 12 + 15, undrawn: 30 });
		expect(await drawList(world, grown, '2026-03-02T00:00:00.000Z')).toBe(30);
		const later = await membersOfList(world.records, list.list_id);
		expect(later.filter(({ assigned_at }) => assigned_at < '2026-03-02')).toEqual(members);
		expect(await drawList(world, grown, '2026-03-03T00:00:00.000Z')).toBe(0);
	});

	it('keeps a person who is held out from coming in as another customer', async () => {
		const world = await openListWorld();
		await world.addCustomers([{ customer_id: 'contact:X' }, { customer_id: 'Y' }]);
		const contact = { last_name: 'X', emails: [{ value: 'x@example.com' }] };
		const id = await world.addContact('contact:X', contact, YES);
		await world.addContact('Y', { last_name: 'Y', emails: [{ value: 'y@example.com' }] }, YES);
		const list = await world.addList('Held', { holdout: { share: 0.5, seed: 1 } });
		const question = { listId: list.list_id, definition: list.definition };
		await drawList(world, question, '2026-03-01T00:00:00.000Z');
		await world.records.updateTable('list_members').set({ arm: 'holdout' }).where('contact_id', '=', id).execute();
		// The shop gives them a number: the same person is another customer from the next run on.
		await world.db.run(`update dim_customers set customer_id = 'C7' where customer_id = 'contact:X'`);
		await world.db.run(`update identity_links set customer_id = 'C7' where customer_id = 'contact:X'`);
		const { arms } = await evaluateList(world, question);
		expect(arms.holdout.map(({ customer_id }) => customer_id)).toContain('C7');
		expect(arms.drawn).toEqual([]);
	});
});

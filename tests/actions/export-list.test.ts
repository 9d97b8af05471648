import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { exportList } from '#actions/export-list.ts';
import type { ListExport } from '#actions/export-list.ts';
import { withdrawnSince } from '#actions/withdrawn-since.ts';
import { listExports } from '#records/exports.ts';
import { addListMembers, exportedContacts, membersOfList } from '#records/marketing/list-members.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import { addConsent } from '#records/people/consents.ts';
import { deleteContact, updateContact } from '#records/people/contacts.ts';
import { openListWorld } from './list-world.ts';
import type { ListWorld } from './list-world.ts';

const reach = { channel: 'email', purpose: 'marketing' } as const;

interface People extends ListWorld {
	readonly list: DefinedList;
	/** By customer. */
	readonly contacts: ReadonlyMap<string, string>;
	withdraw(customerId: string): Promise<void>;
	export(asked?: Partial<ListExport>): ReturnType<typeof exportList>;
}

/** A list of people who all agreed, P0 to P(n-1), whoever has the lower number having bought more. */
async function openPeople(count: number, share = 0): Promise<People> {
	const world = await openListWorld();
	const ids = Array.from({ length: count }, (_, index) => `P${index}`);
	await world.addCustomers(ids.map((customer_id, index) => ({ customer_id, net_revenue: 10_000 - index })));
	const contacts = new Map<string, string>();
	for (const id of ids) {
		contacts.set(
			id,
			await world.addContact(id, { last_name: `=${id}`, emails: [{ value: `${id}@example.com` }] }, [{}]),
		);
	}
	const list = await world.addList('People', { holdout: share === 0 ? null : { share, seed: 3 } });
	return {
		...world,
		list,
		contacts,
		withdraw: async (customerId) => {
			await world.doing((transaction, author) =>
				addConsent(transaction, author, contacts.get(customerId) ?? '', { ...reach, status: 'withdrawn' }),
			);
		},
		export: (asked = {}) =>
			exportList(world, { list, reach, format: 'csv', userId: 'local', snapshotId: 'S1', ...asked }),
	};
}

function rowsOf(bytes: Buffer): Record<string, string>[] {
	return parse(bytes, { columns: true, bom: true });
}

const customersOf = (bytes: Buffer): string[] => rowsOf(bytes).map(({ customer_id = '' }) => customer_id);

describe('exportList', () => {
	it('writes who may be written to, and enters what left into the register', async () => {
		const people = await openPeople(5);
		await people.withdraw('P3');
		const { bytes, receipt, excluded } = await people.export();
		expect(rowsOf(bytes)).toEqual(
			['P0', 'P1', 'P2', 'P4'].map((id) => ({ customer_id: id, name: `'=${id}`, email: `${id}@example.com` })),
		);
		expect(excluded).toEqual([{ reason: 'withdrawn', rows: 1 }]);
		expect(receipt).toMatchObject({
			subject: 'list',
			list_id: people.list.list_id,
			...reach,
			format: 'csv',
			rows: 4,
			bytes: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			snapshot_id: 'S1',
			excluded: JSON.stringify(excluded),
			columns: JSON.stringify(['customer_id', 'name', 'email']),
		});
		expect(JSON.parse(receipt.filter)).toEqual(people.list.definition);
		expect(await listExports(people.records, 5, people.list.list_id)).toMatchObject([
			{ export_id: receipt.export_id, list_name: 'People', user_name: 'Local user' },
		]);
		expect(new Set(await exportedContacts(people.records, receipt.export_id))).toEqual(
			new Set(['P0', 'P1', 'P2', 'P4'].map((id) => people.contacts.get(id))),
		);
	});

	it('does not hold who takes their consent back a moment before the file is let go', async () => {
		const people = await openPeople(5);
		let made = 0;
		const onMade = async (): Promise<void> => {
			if ((made += 1) === 1) await people.withdraw('P2');
		};
		const { bytes, receipt, excluded } = await people.export({ onMade });
		expect(customersOf(bytes)).toEqual(['P0', 'P1', 'P3', 'P4']);
		expect(receipt.rows).toBe(4);
		expect(excluded).toEqual([{ reason: 'withdrawn', rows: 1 }]);
		expect(made).toBe(2);
		expect(await listExports(people.records, 5)).toHaveLength(1);
	});

	it('does not hold who takes it back after the last look and before the transaction', async () => {
		const people = await openPeople(5);
		let looked = 0;
		const onLooked = async (): Promise<void> => {
			if ((looked += 1) === 1) await people.withdraw('P2');
		};
		const { bytes, receipt } = await people.export({ onLooked });
		expect(customersOf(bytes)).toEqual(['P0', 'P1', 'P3', 'P4']);
		expect(receipt.rows).toBe(4);
		expect(looked).toBe(2);
	});

	it('leaves all the same when somebody writes something else meanwhile', async () => {
		const people = await openPeople(3);
		let looked = 0;
		const onLooked = async (): Promise<void> => {
			looked += 1;
			await people.addContact(null, { last_name: 'Newcomer' });
		};
		expect((await people.export({ onLooked })).receipt.rows).toBe(3);
		expect(looked).toBe(1);
	});

	it.each([
		[
			'is deleted',
			(people: People, id: string) =>
				people.doing((transaction, author) => deleteContact(transaction, author, { id, version: 'current' })),
		],
		[
			'opts out of the whole channel',
			(people: People, id: string) =>
				people.doing((transaction, author) =>
					addConsent(transaction, author, id, { channel: 'email', purpose: 'all', status: 'denied' }),
				),
		],
	])('does not hold who %s a moment before', async (_, act) => {
		const people = await openPeople(3);
		let made = 0;
		const onMade = async (): Promise<void> => {
			if ((made += 1) === 1) await act(people, people.contacts.get('P1') ?? '');
		};
		expect(customersOf((await people.export({ onMade })).bytes)).toEqual(['P0', 'P2']);
	});

	it('names the address that somebody has when it leaves', async () => {
		const people = await openPeople(2);
		let made = 0;
		const onMade = async (): Promise<void> => {
			if ((made += 1) > 1) return;
			await people.doing((transaction, author) =>
				updateContact(
					transaction,
					author,
					{ id: people.contacts.get('P0') ?? '', version: 'current' },
					{
						emails: [{ value: 'moved@example.com' }],
					},
				),
			);
		};
		const { bytes } = await people.export({ onMade });
		expect(rowsOf(bytes).map(({ email }) => email)).toEqual(['moved@example.com', 'P1@example.com']);
	});

	it('lets nobody write between the last look and the file’s leaving', async () => {
		const people = await openPeople(3);
		const order: string[] = [];
		let withdrawing = Promise.resolve();
		const release = async (): Promise<void> => {
			withdrawing = people.withdraw('P1').then(() => void order.push('withdrawn'));
			await new Promise((resolve) => setTimeout(resolve, 50));
			order.push('released');
		};
		await people.export({ release });
		await withdrawing;
		expect(order).toEqual(['released', 'withdrawn']);
		const [last] = await listExports(people.records, 1);
		if (last === undefined) throw new Error('no export was entered');
		expect(await withdrawnSince(people.records, last)).toBe(1);
	});

	it('gives up in words, with nothing left and nothing entered, when consents keep changing', async () => {
		const people = await openPeople(9);
		let made = 0;
		const onMade = (): Promise<void> => people.withdraw(`P${(made += 1)}`);
		await expect(people.export({ onMade })).rejects.toMatchObject({
			name: 'ExportError',
			message: 'consents or addresses of the list kept changing while its file was made; nothing has left',
		});
		expect(made).toBe(3);
		expect(await listExports(people.records, 5)).toEqual([]);
		expect(await membersOfList(people.records, people.list.list_id)).toEqual([]);
	});

	it('enters nothing when the file cannot be put where it should go', async () => {
		const people = await openPeople(3, 0.4);
		const release = (): Promise<void> => Promise.reject(new Error('no such folder'));
		await expect(people.export({ release })).rejects.toThrow('no such folder');
		expect(await listExports(people.records, 5)).toEqual([]);
		expect(await membersOfList(people.records, people.list.list_id)).toEqual([]);
	});

	it('asks for consent to what the file is declared for, not to what the list was made for', async () => {
		const people = await openPeople(3);
		const { receipt, excluded } = await people.export({ reach: { channel: 'email', purpose: 'newsletter' } });
		expect(receipt).toMatchObject({ rows: 0, purpose: 'newsletter' });
		expect(excluded).toEqual([{ reason: 'no_consent', rows: 3 }]);
		const { receipt: phone } = await people.export({ reach: { channel: 'phone', purpose: 'marketing' } });
		expect(phone).toMatchObject({ rows: 0, columns: JSON.stringify(['customer_id', 'name', 'phone']) });
	});

	it('holds nobody of the holdout, today and in every later file', async () => {
		const people = await openPeople(40, 0.25);
		const first = await people.export();
		const members = await membersOfList(people.records, people.list.list_id);
		const heldOut = members.filter(({ arm }) => arm === 'holdout').map(({ customer_id }) => customer_id);
		expect(heldOut).toHaveLength(10);
		expect(first.excluded).toEqual([{ reason: 'holdout', rows: 10 }]);
		expect(members.every(({ assigned_at }) => assigned_at === first.receipt.exported_at)).toBe(true);
		const second = await people.export({ format: 'csv' });
		for (const { bytes } of [first, second]) {
			expect(customersOf(bytes).filter((id) => heldOut.includes(id))).toEqual([]);
		}
		expect(await membersOfList(people.records, people.list.list_id)).toEqual(members);
	});

	it('is made again when another export of the list has drawn meanwhile', async () => {
		const people = await openPeople(10, 0.5);
		let made = 0;
		const onMade = async (): Promise<void> => {
			if ((made += 1) > 1) return;
			const at = '2026-03-01T00:00:00.000Z';
			const drawn = [...people.contacts].map(([customer_id, contact_id]) => ({
				customer_id,
				contact_id,
				arm: 'holdout' as const,
				stratum: 'x',
				assigned_at: at,
			}));
			await people.doing((transaction) => addListMembers(transaction, people.list.list_id, drawn));
		};
		const { receipt, excluded } = await people.export({ onMade });
		expect(receipt.rows).toBe(0);
		expect(excluded).toEqual([{ reason: 'holdout', rows: 10 }]);
	});
});

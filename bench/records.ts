import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { createContact, updateContact } from '#records/people/contacts.ts';
import { createDeal } from '#records/sales/deals.ts';
import { createTicket } from '#records/service/tickets.ts';
import { LOCAL_USER_ID } from '#records/users.ts';
import { inFolder, kundig } from './measure.ts';
import { measureServer } from './web-server.ts';

const CONTACTS = 100_000;
const DEALS = 20_000;
const TICKETS = 50_000;
const AT_ONCE = 1000;

type Make = (transaction: RecordsTransaction, author: Author, number: number) => Promise<string>;

/** Makes so many records through the same functions that the pages use; gives their ids. */
async function make(records: Records, count: number, one: Make): Promise<string[]> {
	const ids: string[] = [];
	while (ids.length < count) {
		const from = ids.length;
		const { result } = await act(records, LOCAL_USER_ID, async (transaction, author) => {
			const made = [];
			for (let number = from; number < Math.min(count, from + AT_ONCE); number += 1) {
				made.push(await one(transaction, author, number));
			}
			return made;
		});
		ids.push(...result);
	}
	return ids;
}

async function seed(records: Records) {
	const began = performance.now();
	const contacts = await make(records, CONTACTS, async (transaction, author, number) => {
		const email = `person${number}@bench.example`;
		const contact = {
			first_name: 'Kim',
			last_name: `Person ${number}`,
			emails: [{ value: email }],
			country: 'Germany',
		};
		return (await createContact(transaction, author, contact)).contact_id;
	});
	const deals = await make(records, DEALS, async (transaction, author, number) => {
		const deal = { name: `Deal ${number}`, contact_id: contacts[number] ?? null, amount: '1000', currency: 'EUR' };
		return (await createDeal(transaction, author, deal)).deal_id;
	});
	const tickets = await make(records, TICKETS, async (transaction, author, number) => {
		const ticket = { subject: `Question ${number}`, contact_id: contacts[number] ?? null };
		return (await createTicket(transaction, author, ticket)).ticket_id;
	});
	const seconds = (performance.now() - began) / 1000;
	console.log(`records: ${CONTACTS} contacts, ${DEALS} deals, ${TICKETS} tickets in ${seconds.toFixed(0)} s`);
	return { contacts, deals, tickets };
}

/** Pages and saves among many records, and a run that takes one edit. */
export async function measureRecords(): Promise<void> {
	await buildApp();
	await inFolder(async (folder) => {
		const out = join(folder, 'company');
		const data = join(folder, 'data');
		await writeCompany({ customers: 5_000, seed: 1, until: '2026-10-14', out });
		const config = join(out, 'kundig.config.ts');
		const run = (): number => kundig(['run', '--data', data, '--config', config]).seconds;
		run();
		const records = await openRecords(data);
		const touch = (id: string): Promise<unknown> =>
			act(records, LOCAL_USER_ID, (transaction, author) =>
				updateContact(transaction, author, { id, version: 'current' }, { job_title: String(Date.now()) }),
			);
		const [known] = await records.selectFrom('contacts').select('contact_id').limit(1).execute();
		await touch(known?.contact_id ?? '');
		console.log(`demo: a run after one edit ${run().toFixed(1)} s (promise 3 s, whole process)`);

		const { contacts, deals, tickets } = await seed(records);
		const at = (ids: readonly string[], time: number): string => ids[(time * 97) % ids.length] ?? '';
		console.log(`first run that takes them ${run().toFixed(1)} s`);
		await touch(contacts[0] ?? '');
		const seconds = run();
		console.log(
			`a run after one edit ${seconds.toFixed(1)} s: with 15 s of quiet ${(15 + seconds).toFixed(1)} s (promise 25 s)`,
		);
		await records.destroy();

		await measureServer(data, [
			{ name: '/contacts', promise: 100, path: (time) => `/contacts?page=${1 + time}` },
			{ name: '/contacts search', promise: 100, path: (time) => `/contacts?q=person+${time * 37}` },
			{ name: '/contacts/[id]', promise: 100, path: (time) => `/contacts/${at(contacts, time)}` },
			{ name: '/sales board', promise: 100, path: () => '/sales' },
			{ name: '/sales table', promise: 100, path: (time) => `/sales?view=table&page=${1 + time}` },
			{ name: '/deals/[id]', promise: 100, path: (time) => `/deals/${at(deals, time)}` },
			{ name: '/service', promise: 100, path: () => '/service' },
			{ name: '/tickets/[id]', promise: 100, path: (time) => `/tickets/${at(tickets, time)}` },
			{ name: '/search', promise: 100, path: (time) => `/search?q=person+${time}` },
			{
				name: 'save of a contact',
				promise: 100,
				path: (time) => `/contacts/${at(contacts, 5000 + time)}?/save`,
				form: (time) => ({ version: '1', first_name: 'Kim', last_name: `Saved ${time}`, country: 'Germany' }),
			},
			{
				name: 'note on a deal',
				promise: 100,
				path: () => '/activities?/add',
				form: (time) => ({
					activity_type: 'note',
					subject: `Called ${time}`,
					subject_type: 'deal',
					subject_id: at(deals, time),
				}),
			},
		]);
	});
}

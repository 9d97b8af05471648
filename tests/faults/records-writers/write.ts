/**
 * Writes records without a break until it is killed. Each act is acknowledged by a line once it is committed: its batch and
 * the changes it made.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { StaleRecordError } from '#records/changes/stale.ts';
import { openRecords } from '#records/database.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import { createDeal, updateDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { addMessage } from '#records/service/messages.ts';
import { createTicket } from '#records/service/tickets.ts';
import { seededRandom } from '../../support/faults.ts';

type Work = (transaction: RecordsTransaction, author: Author) => Promise<unknown>;

const STAGES = ['qualified', 'meeting', 'proposal', 'won', 'lost'];

const [dataDir = '', userId = '', seed = '0'] = process.argv.slice(2);
const records = await openRecords(dataDir);
const random = seededRandom(Number(seed));

/** One of the records that all writers write: its id and the version it has now. */
async function seenOne(table: 'contacts' | 'deals' | 'tickets'): Promise<{ id: string; version: number } | null> {
	const key = { contacts: 'contact_id', deals: 'deal_id', tickets: 'ticket_id' } as const;
	const rows = await records
		.selectFrom(table)
		.select([`${key[table]} as id`, 'version'])
		.where('deleted_at', 'is', null)
		.limit(20)
		.execute();
	return (rows[Math.floor(random() * rows.length)] as { id: string; version: number } | undefined) ?? null;
}

function createWork(): Work {
	const name = `Person ${Math.floor(random() * 1e9)}`;
	const kinds: readonly Work[] = [
		(transaction, author) =>
			createContact(transaction, author, { last_name: name, emails: [{ value: `${random()}@example.com` }] }),
		(transaction, author) =>
			createDeal(transaction, author, {
				name,
				currency: 'EUR',
				lines: [{ description: 'Box', quantity: '2', unit_price: '3.50' }],
			}),
		(transaction, author) => createTicket(transaction, author, { subject: name }),
	];
	return kinds[Math.floor(random() * kinds.length)] ?? createWork();
}

async function changeWork(): Promise<Work> {
	const [contact, deal, ticket] = [await seenOne('contacts'), await seenOne('deals'), await seenOne('tickets')];
	if (contact === null || deal === null || ticket === null) return createWork();
	const amount = String(Math.floor(random() * 1000));
	const stageId = STAGES[Math.floor(random() * STAGES.length)] ?? 'won';
	const kinds: readonly Work[] = [
		(transaction, author) => updateContact(transaction, author, contact, { job_title: amount }),
		(transaction, author) => updateContact(transaction, author, contact, { emails: [{ value: `${amount}@b.org` }] }),
		(transaction, author) => deleteContact(transaction, author, contact),
		(transaction, author) => updateDeal(transaction, author, deal, { next_step: amount }),
		(transaction, author) => moveDeal(transaction, author, deal, { stageId, lossReason: 'price' }),
		(transaction, author) => addMessage(transaction, author, ticket, { direction: 'out', body: amount }),
	];
	return kinds[Math.floor(random() * kinds.length)] ?? createWork();
}

for (;;) {
	const work = random() < 0.4 ? createWork() : await changeWork();
	try {
		const { batchId, result } = await act(records, userId, async (transaction, author) => {
			await work(transaction, author);
			return transaction
				.selectFrom('changes')
				.select(['sequence', 'table_name', 'record_id', 'version'])
				.where('batch_id', '=', author.batchId)
				.execute();
		});
		if (result.length > 0) writeSync(1, `${JSON.stringify({ batchId, changes: result })}\n`);
	} catch (error) {
		// Another writer was quicker: that is what versions are for.
		if (!(error instanceof StaleRecordError)) throw error;
	}
	// Nobody types without a break; a file that is never free lets some wait until they give up.
	await sleep(random() * 4);
}

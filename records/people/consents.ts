import { sql } from 'kysely';
import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { parseInput } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES, EVERY_PURPOSE } from '../schema/people.ts';
import type { ConsentChannel, ConsentPurpose, ConsentStatus } from '../schema/people.ts';
import { consentInput } from './consent-input.ts';
import type { ConsentInput } from './consent-input.ts';

export type ConsentEvent = RecordRow<'consent_events'>;

/** Where a person stands for one channel and purpose. */
export interface Consent {
	readonly channel: ConsentChannel;
	readonly purpose: ConsentPurpose;
	/** What they last said of it; unknown when nothing. */
	readonly status: ConsentStatus | 'unknown';
	/** Whether they may be written to or called: they said yes, and want to hear something on this channel at all. */
	readonly isAllowed: boolean;
	/** Whether they have opted out of the whole channel; nothing is allowed on it then, whatever they said of a purpose. */
	readonly isOptedOut: boolean;
	/** Whether a yes has no proof. */
	readonly isWeak: boolean;
	/** The event that decides: the opt-out where there is one, else the last of the purpose; null when there is none. */
	readonly event: ConsentEvent | null;
}

/**
 * Adds what a contact said. Events are never changed: the next one counts.
 * @throws InputError with everything that is wrong; `contact_id` when there is no such contact
 */
export async function addConsent(
	transaction: RecordsTransaction,
	author: Author,
	contactId: string,
	input: ConsentInput,
): Promise<ConsentEvent> {
	const values = parseInput(consentInput, input);
	await requireReferences(transaction, [['contact_id', 'contacts', contactId]]);
	return createRecord(transaction, author, 'consent_events', {
		contact_id: contactId,
		...values,
		captured_at: values.captured_at ?? instantOfAct(author),
		evidence: values.evidence ?? 'none',
		user_id: author.userId,
	});
}

function isNo(event: ConsentEvent | undefined): boolean {
	return event !== undefined && event.status !== 'granted';
}

/** Where a contact stands, for every channel and purpose. The last event of each counts; unknown means no. */
export async function currentConsents(records: Records, contactId: string): Promise<Consent[]> {
	const { rows } = await sql<ConsentEvent>`
		select * from (
			select *, row_number() over (
				partition by channel, purpose order by captured_at desc, consent_event_id desc
			) as place
			from consent_events where contact_id = ${contactId} and deleted_at is null
		) where place = 1`.execute(records);
	const last = new Map(rows.map((event) => [`${event.channel} ${event.purpose}`, event]));
	return CONSENT_CHANNELS.flatMap((channel) => {
		const optOut = last.get(`${channel} ${EVERY_PURPOSE}`);
		const isOptedOut = isNo(optOut);
		return CONSENT_PURPOSES.map((purpose): Consent => {
			const event = last.get(`${channel} ${purpose}`);
			const isAllowed = event?.status === 'granted' && !isOptedOut;
			return {
				channel,
				purpose,
				status: event?.status ?? 'unknown',
				isAllowed,
				isOptedOut,
				isWeak: isAllowed && event.evidence === 'none',
				event: (isOptedOut ? optOut : event) ?? null,
			};
		});
	});
}

/** Everything a contact ever said, the newest first. */
export async function consentEvents(records: Records, contactId: string): Promise<ConsentEvent[]> {
	return records
		.selectFrom('consent_events')
		.selectAll()
		.where('contact_id', '=', contactId)
		.where('deleted_at', 'is', null)
		.orderBy('captured_at', 'desc')
		.orderBy('consent_event_id', 'desc')
		.execute();
}

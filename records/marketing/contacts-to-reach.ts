import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { amongSql } from '../listing/search.ts';
import { EVERY_PURPOSE } from '../schema/people.ts';
import type { ConsentChannel } from '../schema/people.ts';
import { foldText } from '../values/search-text.ts';
import type { Reach } from './member-consents.ts';

/** What somebody said once, as far as it decides whether they may be written to. */
export type ConsentWord = Pick<
	RecordRow<'consent_events'>,
	'consent_event_id' | 'channel' | 'purpose' | 'status' | 'evidence' | 'captured_at'
>;

/** A contact as they are now: how they are reached on a channel, and everything they said of it. */
export interface ContactToReach {
	readonly contact_id: string;
	readonly full_name: string;
	readonly first_name: string | null;
	readonly last_name: string | null;
	readonly language: string | null;
	/** Their main e-mail address, phone number or street; null where they have none. */
	readonly address: string | null;
	readonly postal_code: string | null;
	readonly city: string | null;
	readonly country: string | null;
	/** The same for everybody at the address; of letters, for everybody of that name there. */
	readonly address_key: string | null;
	readonly words: readonly ConsentWord[];
}

type Row = Omit<ContactToReach, 'words'>;

/** What an address of a channel is in the records. */
export const POINT_KINDS: Readonly<Record<Exclude<ConsentChannel, 'post'>, 'email' | 'phone'>> = {
	email: 'email',
	phone: 'phone',
	sms: 'phone',
};

const WHO = sql`contacts.contact_id, full_name, first_name, last_name, language, postal_code, city, country`;

function byPointSql(kind: 'email' | 'phone', ids: readonly string[]): RawBuilder<Row> {
	return sql`
		select ${WHO}, points.value as address, points.value_normalised as address_key
		from contacts
		left join contact_points as points on points.contact_point_id = (
			select contact_point_id from contact_points
			where contact_points.contact_id = contacts.contact_id and kind = ${kind} and deleted_at is null
			order by is_primary desc, contact_point_id limit 1)
		where contacts.deleted_at is null and ${amongSql('contacts.contact_id', ids)}`;
}

function byPostSql(ids: readonly string[]): RawBuilder<Row> {
	return sql`
		select ${WHO}, case when street is not null and city is not null then street end as address,
			null as address_key
		from contacts where contacts.deleted_at is null and ${amongSql('contacts.contact_id', ids)}`;
}

/** A letter reaches a name at an address: neighbours in one house are not one. */
function withPostKey(row: Row): Row {
	if (row.address === null) return row;
	const parts = [row.full_name, row.address, row.postal_code, row.city, row.country];
	return { ...row, address_key: foldText(parts.map((part) => part ?? '').join(' ')) };
}

/** Everything that contacts said of a purpose and of every purpose at once on a channel, by contact. */
async function wordsOf(
	records: Records,
	ids: readonly string[],
	{ channel, purpose }: Reach,
): Promise<ReadonlyMap<string, readonly ConsentWord[]>> {
	const { rows } = await sql<ConsentWord & { contact_id: string }>`
		select contact_id, consent_event_id, channel, purpose, status, evidence, captured_at from consent_events
		where ${amongSql('contact_id', ids)} and channel = ${channel} and purpose in (${purpose}, ${EVERY_PURPOSE})
			and deleted_at is null`.execute(records);
	return Map.groupBy(rows, ({ contact_id }) => contact_id);
}

/**
 * Contacts as they are now, by their ids; those that are not there or deleted are left out. Three lookups for all of them,
 * each by an index: read some hundred at a time, so that others get their turn.
 */
export async function contactsToReach(
	records: Records,
	contactIds: readonly string[],
	reach: Reach,
): Promise<ReadonlyMap<string, ContactToReach>> {
	const { channel } = reach;
	const query = channel === 'post' ? byPostSql(contactIds) : byPointSql(POINT_KINDS[channel], contactIds);
	const { rows } = await query.execute(records);
	const words = await wordsOf(records, contactIds, reach);
	return new Map(
		rows.map((row) => {
			const contact = channel === 'post' ? withPostKey(row) : row;
			return [row.contact_id, { ...contact, words: words.get(row.contact_id) ?? [] }];
		}),
	);
}

/** Who shares an address: of those asked for, each that several contacts have, with all of them. Letters go to a name. */
export async function sharedAddresses(
	records: Records,
	keys: readonly string[],
	channel: ConsentChannel,
): Promise<readonly { readonly address_key: string; readonly contact_id: string }[]> {
	if (channel === 'post') return [];
	const kind = POINT_KINDS[channel];
	const { rows } = await sql<{ address_key: string; contact_id: string }>`
		select distinct points.value_normalised as address_key, points.contact_id
		from contact_points as points
		join contacts on contacts.contact_id = points.contact_id and contacts.deleted_at is null
		where points.kind = ${kind} and points.deleted_at is null and points.value_normalised in (
			select value_normalised from contact_points
			where kind = ${kind} and ${amongSql('value_normalised', keys)} and deleted_at is null
			group by value_normalised having min(contact_id) <> max(contact_id))`.execute(records);
	return rows;
}

/** The contacts of companies, for each the main one first, then in the order they were made. */
export async function contactsOfCompanies(
	records: Records,
	companyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
	const { rows } = await sql<{ company_id: string; contact_id: string }>`
		select links.company_id, links.contact_id
		from company_contacts as links
		join contacts on contacts.contact_id = links.contact_id and contacts.deleted_at is null
		where ${amongSql('links.company_id', companyIds)} and links.deleted_at is null
		order by links.company_id, links.is_primary desc, contacts.created_at, links.contact_id`.execute(records);
	const byCompany = Map.groupBy(rows, ({ company_id }) => company_id);
	return new Map([...byCompany].map(([id, links]) => [id, links.map(({ contact_id }) => contact_id)]));
}

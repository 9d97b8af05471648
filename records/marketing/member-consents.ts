import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Records } from '../database.ts';
import { EVERY_PURPOSE } from '../schema/people.ts';
import type { ConsentChannel, ConsentPurpose } from '../schema/people.ts';

/** Whether somebody may be written to: they agreed, they said no (to this or to the whole channel), they said nothing. */
export type ConsentState = 'allowed' | 'refused' | 'unknown';

/** What is asked for: a way to reach somebody, and what for. */
export interface Reach {
	readonly channel: ConsentChannel;
	readonly purpose: ConsentPurpose;
}

function lastSaidSql(contactId: RawBuilder<unknown>, channel: string, purpose: string): RawBuilder<string | null> {
	return sql`(select status from consent_events as said
		where said.contact_id = ${contactId} and said.channel = ${channel} and said.purpose = ${purpose}
			and said.deleted_at is null
		order by said.captured_at desc, said.consent_event_id desc limit 1)`;
}

/** As `currentConsents` decides: the last word of each purpose counts, and no to the whole channel stands above it. */
function stateSql(contactId: RawBuilder<unknown>, { channel, purpose }: Reach): RawBuilder<ConsentState> {
	return sql`case
		when coalesce(${lastSaidSql(contactId, channel, EVERY_PURPOSE)}, 'granted') <> 'granted' then 'refused'
		else case ${lastSaidSql(contactId, channel, purpose)}
			when 'granted' then 'allowed' when 'denied' then 'refused' when 'withdrawn' then 'refused' else 'unknown' end
		end`;
}

/** Where some contacts stand on a channel for a purpose, by their ids. */
export async function consentsOfContacts(
	records: Records,
	contactIds: readonly string[],
	reach: Reach,
): Promise<ReadonlyMap<string, ConsentState>> {
	const { rows } = await sql<{ id: string; state: ConsentState }>`
		select wanted.value as id, ${stateSql(sql`wanted.value`, reach)} as state
		from json_each(${JSON.stringify(contactIds)}) as wanted`.execute(records);
	return new Map(rows.map(({ id, state }) => [id, state]));
}

/** How many members of a campaign stand where on a channel for a purpose; of leads no consent is kept. */
export async function countMemberConsents(
	records: Records,
	campaignId: string,
	reach: Reach,
): Promise<Readonly<Record<ConsentState, number>>> {
	const { rows } = await sql<{ state: ConsentState; members: number }>`
		select state, count(*) as members from (
			select ${stateSql(sql`campaign_members.contact_id`, reach)} as state
			from campaign_members where campaign_id = ${campaignId} and deleted_at is null
		) group by state`.execute(records);
	return { allowed: 0, refused: 0, unknown: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.members])) };
}

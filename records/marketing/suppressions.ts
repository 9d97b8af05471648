import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Records } from '../database.ts';
import { amongSql } from '../listing/search.ts';
import type { ConsentChannel } from '../schema/people.ts';
import { POINT_KINDS } from './contacts-to-reach.ts';

/** An address that must not be written to, as matching compares addresses. */
export interface Suppression {
	readonly kind: 'email' | 'phone';
	readonly address_key: string;
	/** Null for every channel that reaches it. */
	readonly channel: ConsentChannel | null;
}

const EVERY_CHANNEL = '*';
/** Written in one transaction, so that others get their turn between two. */
const ROWS_PER_TURN = 2_000;

/** What the addresses in place were made from; null before the first. */
export async function suppressionVersion(records: Records): Promise<string | null> {
	const last = await records
		.selectFrom('suppression_loads')
		.select('version')
		.where('ended_at', 'is not', null)
		.orderBy('generation', 'desc')
		.executeTakeFirst();
	return last?.version ?? null;
}

/**
 * Puts addresses in the place of those that are suppressed, a part at a time: until the last of the new ones stands, the
 * old ones count as well, so nobody is reached in between.
 * @param version what they were made from
 */
export async function replaceSuppressions(
	records: Records,
	parts: AsyncIterable<readonly Suppression[]>,
	version: string,
): Promise<number> {
	const { generation } = await records
		.insertInto('suppression_loads')
		.values((build) => ({
			generation: sql<number>`(select coalesce(max(generation), 0) + 1 from suppression_loads)`,
			version,
			rows: build.val(0),
			began_at: new Date().toISOString(),
			ended_at: null,
		}))
		.returning('generation')
		.executeTakeFirstOrThrow();
	for await (const part of parts) {
		for (let begin = 0; begin < part.length; begin += ROWS_PER_TURN) {
			const rows = part.slice(begin, begin + ROWS_PER_TURN).map(({ kind, address_key, channel }) => {
				return { kind, address_key, channel: channel ?? EVERY_CHANNEL };
			});
			await sql`insert or ignore into suppressions (kind, address_key, channel, generation)
				select value ->> 'kind', value ->> 'address_key', value ->> 'channel', ${generation}
				from json_each(${JSON.stringify(rows)})`.execute(records);
			await setImmediate();
		}
	}
	const counted = await records
		.selectFrom('suppressions')
		.select((build) => build.fn.countAll<number>().as('rows'))
		.where('generation', '=', generation)
		.executeTakeFirstOrThrow();
	await records
		.updateTable('suppression_loads')
		.set({ rows: counted.rows, ended_at: new Date().toISOString() })
		.where('generation', '=', generation)
		.execute();
	await clearOthers(records, generation);
	return counted.rows;
}

async function clearOthers(records: Records, generation: number): Promise<void> {
	for (;;) {
		const { numAffectedRows = 0n } = await sql`delete from suppressions
			where (kind, address_key, channel, generation) in (
				select kind, address_key, channel, generation from suppressions
				where generation <> ${generation} limit ${ROWS_PER_TURN})`.execute(records);
		if (numAffectedRows === 0n) return;
		await setImmediate();
	}
}

/** Which of some addresses must not be written to on a channel. */
export async function suppressedAddresses(
	records: Records,
	keys: readonly string[],
	channel: ConsentChannel,
): Promise<ReadonlySet<string>> {
	// Letters go to a name at an address; the lists of sources have e-mail addresses and numbers.
	if (channel === 'post' || keys.length === 0) return new Set();
	const { rows } = await sql<{ address_key: string }>`
		select distinct address_key from suppressions
		where kind = ${POINT_KINDS[channel]} and ${amongSql('address_key', keys)}
			and channel in (${channel}, ${EVERY_CHANNEL})`.execute(records);
	return new Set(rows.map(({ address_key }) => address_key));
}

import type { Records } from '#records/database.ts';
import { replaceSuppressions, suppressionVersion } from '#records/marketing/suppressions.ts';
import type { Suppression } from '#records/marketing/suppressions.ts';
import type { ConsentChannel } from '#records/schema/people.ts';
import { isEmail, normaliseEmail } from '#records/values/email.ts';
import { normalisePhone } from '#records/values/phone.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { contentVersion } from '#warehouse/relation-versions.ts';

const ROWS_PER_READ = 20_000;
const CHANNELS: readonly string[] = ['email', 'phone', 'sms'] satisfies ConsentChannel[];

/** An address of a source as the records compare addresses. A channel that nobody knows is taken for every one. */
function toSuppression(address: string, channel: string | null): Suppression {
	const known = CHANNELS.find((each) => each === channel?.toLowerCase());
	const isAddress = isEmail(address.trim());
	return {
		kind: isAddress ? 'email' : 'phone',
		address_key: isAddress ? normaliseEmail(address) : normalisePhone(address, null),
		channel: (known as ConsentChannel | undefined) ?? null,
	};
}

async function* readSuppressions(connection: Connection): AsyncGenerator<Suppression[]> {
	for (let offset = 0; ; offset += ROWS_PER_READ) {
		const page = await rows<{ address: string; channel: string | null }>(
			connection,
			sql`select address, channel from stg_suppressions order by address, channel
				limit ${ROWS_PER_READ} offset ${offset}`,
		);
		if (page.length === 0) return;
		yield page.map(({ address, channel }) => toSuppression(address, channel));
	}
}

/**
 * Brings the addresses that sources say must not be written to into the records, where the consent gate asks for them:
 * as soon as they are loaded, whether or not the run makes a snapshot. Does nothing when they are as they were.
 * @param connection with the staging views in place
 */
export async function takeOverSuppressions(records: Records, connection: Connection): Promise<void> {
	const version = await contentVersion(connection, '(select address, channel from stg_suppressions)');
	const before = await suppressionVersion(records);
	// Nothing, of nothing: most companies have no such list.
	if (version === before || (before === null && version.startsWith('0:'))) return;
	await replaceSuppressions(records, readSuppressions(connection), version);
}

import type { Records } from '#records/database.ts';
import type { RegisteredExport } from '#records/exports.ts';
import { exportedContacts } from '#records/marketing/list-members.ts';
import { consentGate } from './consent-gate.ts';

/**
 * How many of the people in a file that left may no longer be reached for what it was declared for: whoever uses the file
 * has to take them out. 0 for the file of a table.
 */
export async function withdrawnSince(
	records: Records,
	{ export_id, channel, purpose }: Pick<RegisteredExport, 'export_id' | 'channel' | 'purpose'>,
): Promise<number> {
	if (channel === null || purpose === null) return 0;
	const contacts = await exportedContacts(records, export_id);
	const verdicts = await consentGate(records, contacts, { channel, purpose });
	return [...verdicts.values()].filter((verdict) => 'refusal' in verdict).length;
}

import { expect, it } from 'vitest';
import { listExports, recordExport } from '#records/exports.ts';
import { openTestRecords } from './open-records.ts';

it('keeps what left, by whom and with which fingerprint', async () => {
	const { records } = await openTestRecords();
	const file = { subject: 'contacts', filter: 'search=ada', format: 'csv', rows: 3, bytes: 120 } as const;
	await recordExport(records, 'local', { ...file, sha256: 'aa', snapshot_id: null });
	await recordExport(records, 'nobody', { ...file, sha256: 'bb', snapshot_id: 'S1' });
	expect(await listExports(records, 5)).toMatchObject([
		{ sha256: 'bb', user_name: null, snapshot_id: 'S1' },
		{ sha256: 'aa', user_name: 'Local user', filter: 'search=ada', rows: 3, bytes: 120 },
	]);
	expect(await listExports(records, 1)).toHaveLength(1);
});

import { createHash } from 'node:crypto';
import { listExports, recordExport } from '#records/exports.ts';
import { spreadsheetCsv } from '#actions/spreadsheet-csv.ts';
import { records } from '../records.ts';
import { EXPORTED_LISTS } from './exported-lists.ts';
import { currentUserId } from './user.ts';

export type ExportedSubject = keyof typeof EXPORTED_LISTS;

/** The list of a name that can leave, or null. */
export function exportedSubject(name: string): ExportedSubject | null {
	return Object.hasOwn(EXPORTED_LISTS, name) ? (name as ExportedSubject) : null;
}

/** A list as its address shows it, as the text of a CSV file; it is entered into the register before it leaves. */
export async function exportList(subject: ExportedSubject, url: URL): Promise<string> {
	const db = await records();
	const { names, cells } = await EXPORTED_LISTS[subject](db, url);
	const text = spreadsheetCsv(
		names,
		cells.map((row) => names.map((name) => row[name] ?? null)),
	);
	await recordExport(db, currentUserId(), {
		subject,
		filter: url.search,
		format: 'csv',
		rows: cells.length,
		bytes: Buffer.byteLength(text),
		sha256: createHash('sha256').update(text).digest('hex'),
		snapshot_id: null,
	});
	return text;
}

/** The last files that left; of a target list with what it was declared for and how many it left out. */
export async function lastExports() {
	const exports = await listExports(await records(), 100);
	return exports.map(({ excluded, ...file }) => {
		const reasons = JSON.parse(excluded ?? '[]') as readonly { readonly rows: number }[];
		return { ...file, leftOut: reasons.reduce((sum, { rows }) => sum + rows, 0) };
	});
}

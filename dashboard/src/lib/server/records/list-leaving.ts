import { drawList } from '#actions/draw-list.ts';
import { ExportError } from '#actions/export-error.ts';
import type { ExportProblem } from '#actions/export-error.ts';
import { exportList } from '#actions/export-list.ts';
import { listById } from '#records/marketing/list-read.ts';
import { LIST_FORMATS } from '#records/schema/lists.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { currentUserId } from './user.ts';

/** What a page can hand out; Parquet is for programs, on the command line. */
const HANDED_OUT = LIST_FORMATS.filter((format) => format !== 'parquet');
type HandedOut = (typeof HANDED_OUT)[number];

const TYPES: Readonly<Record<HandedOut, string>> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface HandedFile {
	readonly bytes: Buffer;
	readonly type: string;
	readonly name: string;
	readonly rows: number;
}

/** A name that every file system takes. */
function fileName(list: string, format: HandedOut): string {
	const words = list
		.normalize('NFD')
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replace(/\s+/g, '-')
		.toLowerCase();
	return `${words === '' ? 'list' : words}-${new Date().toISOString().slice(0, 10)}.${format}`;
}

/** Exports a list for what it was made for; null when there is none, the problem in a word when it cannot be let go. */
export async function handOutList(
	snapshot: RequestSnapshot,
	listId: string,
	asked: string,
): Promise<HandedFile | ExportProblem | null> {
	const db = await records();
	const list = await listById(db, listId);
	const format = HANDED_OUT.find((each) => each === asked);
	if (list === null || format === undefined) return null;
	const { channel, purpose } = list.definition;
	try {
		const { bytes, receipt } = await snapshot.read((warehouse) =>
			exportList(
				{ records: db, db: warehouse },
				{
					list,
					reach: { channel, purpose },
					format,
					userId: currentUserId(),
					snapshotId: snapshot.id,
					isMarked: true,
				},
			),
		);
		return { bytes, type: TYPES[format], name: fileName(list.name, format), rows: receipt.rows };
	} catch (error) {
		if (error instanceof ExportError) return error.problem;
		throw error;
	}
}

/** Draws the arms of whoever was never drawn for a list; null when there is none. Gives how many. */
export async function drawHoldout(snapshot: RequestSnapshot, listId: string): Promise<number | null> {
	const db = await records();
	const list = await listById(db, listId);
	if (list === null) return null;
	const question = { listId, definition: list.definition };
	return snapshot.read((warehouse) => drawList({ records: db, db: warehouse }, question, new Date().toISOString()));
}

import type { Connection } from '#warehouse/database.ts';
import type { PlannedSource, SourceWork } from '../planned-source.ts';
import type { RowSource } from '../sources/schema.ts';
import { rowContract } from './contract.ts';
import { planRead } from './cursor-state.ts';
import type { LoadContext } from './load-context.ts';
import type { OpenRows } from './load-rows.ts';
import { rawBefore } from './raw-before.ts';

/** How many rows wait at the source; null where it cannot tell. */
async function countWaiting(
	connection: Connection,
	source: RowSource,
	open: OpenRows,
	hasRaw: boolean,
	{ configDir, env }: Pick<LoadContext, 'configDir' | 'env'>,
): Promise<{ readonly cursor: string | null; readonly isAnew: boolean; readonly rows: number | null }> {
	const contract = rowContract(source);
	const before = hasRaw ? await rawBefore(connection, source, contract, false) : null;
	const isAnew = before?.isAnew ?? true;
	const { range } = await planRead(connection, source, contract, before?.state ?? null, { isAnew, backfill: null });
	const reader = await open(source, contract, { columns: contract.columns, env, configDir });
	try {
		const cursor = before?.state?.value ?? null;
		return { cursor, isAnew: isAnew || cursor === null, rows: (await reader.count?.(range)) ?? null };
	} finally {
		await reader.close();
	}
}

function pendingWords(source: RowSource, isAnew: boolean, rows: number | null): string {
	if (rows === 0) return 'nothing new';
	const what = rows === null ? 'rows that the source does not count' : `${rows.toLocaleString('en-US')} rows`;
	if (source.cursor === undefined) return rows === null ? 'all of its rows' : `all of its rows (${what})`;
	// A closed range begins with rows that are known already, and a lag with more of them.
	const mayBeKnown = !isAnew && (source.cursor.start === 'closed' || source.cursor.lag > 0);
	return mayBeKnown ? `${what}, some of which may be known` : what;
}

/**
 * What a run would do with a source that gives rows: its cursor, and how many rows wait behind it where the source can
 * count them. Asks the source, and reads no row.
 * @throws SourceError when the source cannot be reached
 */
export async function planRows(
	connection: Connection,
	source: RowSource,
	open: OpenRows,
	hasRaw: boolean,
	context: Pick<LoadContext, 'configDir' | 'env'>,
): Promise<SourceWork> {
	const { cursor, isAnew, rows } = await countWaiting(connection, source, open, hasRaw, context);
	const planned: PlannedSource = {
		name: source.name,
		cursor: cursor === null ? null : `${source.cursor?.column ?? ''} ${cursor}`,
		pending: pendingWords(source, isAnew, rows),
	};
	return { planned, isPending: rows !== 0 };
}

import type { Connection } from '#warehouse/database.ts';
import { activeLoads, countRawRows, hasRawTable } from '#warehouse/raw.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import type { RowSource } from '../sources/schema.ts';
import type { Contract } from './contract.ts';
import { parseCursorState } from './cursor-state.ts';
import type { CursorState } from './cursor-state.ts';
import { rawColumns } from './raw-columns.ts';

/** What raw has of a source that gives rows, before a load. */
export interface RawBefore {
	/** Whether its table is there with the columns of the contract. */
	readonly hasTable: boolean;
	/** Whether its rows were read by this very contract. */
	readonly isUpToDate: boolean;
	/** Whether everything is to be read anew: what was set aside before is judged again. */
	readonly isAnew: boolean;
	/** The load that the cursor stands with; null before the first. */
	readonly loadId: string | null;
	readonly rows: number;
	readonly quarantined: number;
}

/** What raw has of a source, and how far it is loaded. `isFull`: everything is to be read anew whatever raw has. */
export async function rawBefore(
	connection: Connection,
	source: RowSource,
	contract: Contract,
	isFull: boolean,
): Promise<RawBefore & { readonly state: CursorState | null }> {
	const last = (await activeLoads(connection, source.name)).at(-1);
	const hasTable = await hasRawTable(connection, source.name, rawColumns(contract));
	const isSame = last?.contractHash === contract.hash;
	const cursor = await sourceCursor(connection, source.name);
	const counts = await countRawRows(connection, source.name);
	return {
		hasTable,
		isUpToDate: hasTable && isSame,
		// The rows of an append source are not read anew when its columns change: they are carried over.
		isAnew: isFull || (last !== undefined && !isSame && contract.disposition !== 'append'),
		loadId: cursor?.loadId ?? null,
		...counts,
		state: cursor === null ? null : parseCursorState(cursor.cursor),
	};
}

import type { Backfill } from '#records/runs.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, unsafe } from '#warehouse/query.ts';
import { ConfigError } from '../errors.ts';
import { literal, RAW_TYPES } from '../sources/contract/values.ts';
import type { CursorRange } from '../sources/row-source.ts';
import type { RowSource } from '../sources/schema.ts';
import type { Contract } from './contract.ts';

/** How far a source is loaded. */
export interface CursorState {
	/** The greatest value that was read, as DuckDB writes it. */
	readonly value: string;
	/** Hashes of the rows with this very value, where nothing else would tell that they are there already. */
	readonly hashes: readonly string[];
}

/** What of a source a load is to read, and what it means for what raw has. */
export interface ReadPlan {
	/** Null where the source has no cursor. */
	readonly range: CursorRange | null;
	/** Whether the rows of the range are to take the place of those that raw has in it. */
	readonly replacesRange: boolean;
	/** Whether the cursor moves with it. */
	readonly isLive: boolean;
}

export function parseCursorState(text: string): CursorState {
	return JSON.parse(text) as CursorState;
}

export function cursorText(state: CursorState): string {
	return JSON.stringify({ value: state.value, hashes: state.hashes });
}

/** DuckDB's type of the cursor of a source. */
export function cursorType(contract: Contract, column: string): string {
	const declared = contract.columns.find(({ name }) => name === column);
	return RAW_TYPES[declared?.type ?? 'text'];
}

/** A value as DuckDB writes it in a type; null when it is none. */
async function normalized(connection: Connection, value: string, type: string): Promise<string | null> {
	const found = await row<{ value: string | null }>(
		connection,
		unsafe(`select try_cast(${literal(value)} as ${type})::varchar as value`),
	);
	return found?.value ?? null;
}

async function boundary(
	connection: Connection,
	source: RowSource,
	type: string,
	value: string | number | undefined,
	key: string,
): Promise<string | null> {
	if (value === undefined) return null;
	const text = await normalized(connection, String(value), type);
	if (text !== null) return text;
	throw new ConfigError(`source ${source.name}: ${key} is ${JSON.stringify(value)} (expected ${type.toLowerCase()})`);
}

/** The last value less the lag, but not before the value where everything begins. */
async function lagged(
	connection: Connection,
	type: string,
	value: string,
	lag: number,
	first: string | null,
): Promise<string> {
	const last = `${literal(value)}::${type}`;
	const step = type === 'TIMESTAMP' ? `to_microseconds(${Math.round(lag * 1e6)})` : String(lag);
	const start = type === 'DATE' ? `(${last} - ${Math.round(lag)})` : `(${last} - ${step})`;
	const clipped = first === null ? start : `greatest(${start}, ${literal(first)}::${type})`;
	const found = await row<{ value: string }>(connection, unsafe(`select (${clipped})::${type}::varchar as value`));
	return found?.value ?? value;
}

/**
 * What a load is to read. A live one begins where the last one ended, less the lag, or anew where `isAnew`; a backfill
 * reads its range, half-open, and leaves the cursor alone. The lag is applied when the state is read, so that the state
 * itself only moves forward.
 * @throws ConfigError when a boundary is none of the cursor's type, or a backfill is asked of a source without cursor
 */
export async function planRead(
	connection: Connection,
	source: RowSource,
	contract: Contract,
	state: CursorState | null,
	wanted: { readonly isAnew: boolean; readonly backfill: Backfill | null },
): Promise<ReadPlan> {
	const { cursor, name } = source;
	if (cursor === undefined) {
		if (wanted.backfill === null) return { range: null, replacesRange: false, isLive: true };
		throw new ConfigError(`source ${name} has no cursor, so no part of it can be asked for`, {
			hint: 'declare cursor: { column }, or run it without --from and --to',
		});
	}
	const type = cursorType(contract, cursor.column);
	if (wanted.backfill !== null) {
		const from = await boundary(connection, source, type, wanted.backfill.from, '--from');
		const to = await boundary(connection, source, type, wanted.backfill.to, '--to');
		const isForward = await row<{ isForward: boolean }>(
			connection,
			unsafe(`select ${literal(from ?? '')}::${type} < ${literal(to ?? '')}::${type} as "isForward"`),
		);
		if (isForward?.isForward !== true) {
			throw new ConfigError(`source ${name}: the range from ${from} to ${to} is empty (--to is exclusive)`);
		}
		return {
			range: { from, isFromIncluded: true, to },
			replacesRange: contract.disposition === 'append',
			isLive: false,
		};
	}
	const first = await boundary(connection, source, type, cursor.from, 'cursor.from');
	if (state === null || wanted.isAnew) {
		const replacesRange = state !== null && contract.disposition === 'append';
		return { range: { from: first, isFromIncluded: true, to: null }, replacesRange, isLive: true };
	}
	const from = cursor.lag === 0 ? state.value : await lagged(connection, type, state.value, cursor.lag, first);
	return { range: { from, isFromIncluded: cursor.start === 'closed', to: null }, replacesRange: false, isLive: true };
}

import type { Connection } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import { GOOD_ROWS } from '../sources/contract/stage.ts';
import { literal } from '../sources/contract/values.ts';
import { stageColumn } from './insert-stage.ts';
import type { StagedRows } from './insert-stage.ts';

/** A key of a JSON object as DuckDB finds it, whatever characters it has. */
function pointer(name: string): string {
	return literal(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/**
 * Which of the rows that are set aside are mended at their source: a row of the same key now keeps the contract. Gives their
 * places in raw.quarantine, for the transaction that brings the good ones. Rows whose text was kept without the key, or was
 * cut off, cannot be told.
 * @param still texts of rows that are set aside now: these are not mended, whatever else has their key
 */
export async function findMended(
	connection: Connection,
	{ source, contract, stage }: Pick<StagedRows, 'source' | 'contract' | 'stage'>,
	still: ReadonlySet<string>,
): Promise<number[]> {
	const isKept = contract.disposition === 'merge' || contract.disposition === 'scd2';
	if (!isKept || contract.key.length === 0) return [];
	const same = contract.key.map(
		(name) =>
			`case when json_valid(aside.original) then json_extract_string(aside.original, ${pointer(name)}) end
				= new.${stageColumn(contract, name)}::varchar`,
	);
	const found = await rows<{ place: number; original: string }>(
		connection,
		sql`select aside.rowid as place, aside.original from raw.main.quarantine as aside
			where aside.source = ${source} and exists (
				select 1 from ${unsafe(stage.name)} as new where ${unsafe(`${GOOD_ROWS} and ${same.join(' and ')}`)}
			)`,
	);
	return found.filter(({ original }) => !still.has(original)).map(({ place }) => place);
}

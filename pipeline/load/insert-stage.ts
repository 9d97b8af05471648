import type { Connection } from '#warehouse/database.ts';
import { row, unsafe } from '#warehouse/query.ts';
import { columnIdent, rawTable } from '#warehouse/raw.ts';
import { GOOD_ROWS, stagedColumns } from '../sources/contract/stage.ts';
import type { StageTable } from '../sources/contract/stage.ts';
import type { Contract } from './contract.ts';
import { deletedSql } from './deleted-rows.ts';
import { rowColumns } from './raw-columns.ts';

/** Rows in a stage that are to come into the table of their source. */
export interface StagedRows {
	/** The source. */
	readonly source: string;
	readonly contract: Contract;
	readonly stage: StageTable;
	readonly loadId: string;
	/** What the rows carry as their file. */
	readonly label: string;
	/** From when on they hold, for sources that keep versions: an ISO instant. */
	readonly at: string;
	/** Whether they are all that the source has: then a version ends whose key is missing. */
	readonly isWhole: boolean;
}

/** The column of the stage that a column of the contract is in. */
export function stageColumn({ columns }: Contract, name: string): string {
	return `v${columns.findIndex((column) => column.name === name)}`;
}

function sameKey(contract: Contract, from: string, to: string): string {
	return contract.key
		.map((name) => `${from}.${columnIdent(name).text} = ${to}.${stageColumn(contract, name)}`)
		.join(' and ');
}

async function changed(connection: Connection, statement: string, values: readonly string[] = []): Promise<number> {
	return (await connection.run(statement, [...values])).rowsChanged;
}

/**
 * Takes out of a stage the rows that are older than what raw has of their key, by the column that tells versions apart.
 * Gives how many.
 */
export async function dropStale(
	connection: Connection,
	{ source, contract, stage }: Pick<StagedRows, 'source' | 'contract' | 'stage'>,
): Promise<number> {
	if (contract.version === null || (contract.disposition !== 'merge' && contract.disposition !== 'scd2')) return 0;
	const [old, fresh] = [`old.${columnIdent(contract.version).text}`, `new.${stageColumn(contract, contract.version)}`];
	const current = contract.disposition === 'scd2' ? ' and old._valid_to is null' : '';
	return changed(
		connection,
		`delete from ${stage.name} as new using ${rawTable(source).text} as old
		where ${GOOD_ROWS} and ${sameKey(contract, 'old', 'new')}${current} and ${old} is not null
			and coalesce(${fresh} < ${old}, true)`,
	);
}

/** Takes out of a stage the rows that raw has exactly so. Gives how many. */
export async function dropKnown(
	connection: Connection,
	{ source, contract, stage }: Pick<StagedRows, 'source' | 'contract' | 'stage'>,
): Promise<number> {
	const staged = stagedColumns(contract);
	const isSame = rowColumns(contract).map(
		({ name }, index) => `old.${columnIdent(name).text} is not distinct from new.${staged[index]}`,
	);
	return changed(
		connection,
		`delete from ${stage.name} as new using ${rawTable(source).text} as old
		where ${GOOD_ROWS} and ${sameKey(contract, 'old', 'new')} and ${isSame.join(' and ')}`,
	);
}

function insertSql({ source, contract, stage }: StagedRows, versions: string, where: string): string {
	const values = stagedColumns(contract).join(', ');
	return `insert into ${rawTable(source).text}
		select ${values}, ${versions}$1, $2, ${stage.lineSql} from ${stage.name} as new where ${GOOD_ROWS}${where}`;
}

/** What two versions of a row are compared by: all columns but those that say when or whether, in the order of their names. */
function rowHashSql(contract: Contract): string {
	const apart = [contract.version, contract.deleted?.column];
	const names = contract.columns.map(({ name }) => name).filter((name) => !apart.includes(name));
	return `md5(to_json([${names
		.sort()
		.map((name) => `new.${stageColumn(contract, name)}::varchar`)
		.join(', ')}])::varchar)`;
}

/** What came of rows that were brought into a table. */
export interface Inserted {
	/** Staged rows that changed something. */
	readonly brought: number;
	/** Versions that ended because the whole of the source has their key no more. */
	readonly removed: number;
}

/** Ends versions that are no longer so and begins those that are new; one that is as it was goes on. */
async function insertVersions(connection: Connection, rows: StagedRows): Promise<Inserted> {
	const { source, contract, stage, loadId, label, at, isWhole } = rows;
	const table = rawTable(source).text;
	const key = sameKey(contract, 'old', 'new');
	const hash = rowHashSql(contract);
	const isDeleted = deletedSql(contract, (name) => `new.${stageColumn(contract, name)}`) ?? 'false';
	const end = (where: string): Promise<number> =>
		changed(
			connection,
			`update ${table} as old set _valid_to = $1::timestamp where old._valid_to is null and ${where}`,
			[at],
		);
	const isStaged = (where: string): string =>
		`exists (select 1 from ${stage.name} as new where ${GOOD_ROWS} and ${key}${where})`;
	const removed = isWhole ? await end(`not ${isStaged('')}`) : 0;
	const deleted = contract.deleted === null ? 0 : await end(isStaged(` and ${isDeleted}`));
	await end(isStaged(` and ${hash} is distinct from old._row_hash`));
	const begun = await changed(
		connection,
		insertSql(
			rows,
			`${hash}, $3::timestamp, null::timestamp, `,
			` and not ${isDeleted} and not exists (select 1 from ${table} as old where old._valid_to is null and ${key})`,
		),
		[loadId, label, at],
	);
	return { brought: begun + deleted, removed };
}

/**
 * Brings the good rows of a stage into the table of their source by its disposition, in the caller's transaction: replace
 * and append add them, merge puts them in the place of those of the same key, scd2 ends the versions that they replace.
 * @param isEmpty whether the table has no row, so that nothing has to be replaced
 */
export async function insertStage(connection: Connection, rows: StagedRows, isEmpty: boolean): Promise<Inserted> {
	const { source, contract, stage, loadId, label } = rows;
	if (contract.disposition === 'scd2') return insertVersions(connection, rows);
	if (contract.disposition === 'merge' && !isEmpty) {
		await connection.run(
			`delete from ${rawTable(source).text} as old using (select * from ${stage.name} where ${GOOD_ROWS}) as new
			where ${sameKey(contract, 'old', 'new')}`,
		);
	}
	return { brought: await changed(connection, insertSql(rows, '', ''), [loadId, label]), removed: 0 };
}

/** How many rows of a stage keep the contract. */
export async function countGood(connection: Connection, stage: StageTable): Promise<number> {
	const found = await row<{ rows: number }>(
		connection,
		unsafe(`select count(*) as rows from ${stage.name} where ${GOOD_ROWS}`),
	);
	return found?.rows ?? 0;
}

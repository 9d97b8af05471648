import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { SourceError } from '../../errors.ts';
import { rowContract } from '../../load/contract.ts';
import { sourceColumns } from '../contract/source-columns.ts';
import type { Catalogue, CatalogueTable, DescribedTable } from '../database/catalogue.ts';
import { openCatalogue } from '../database/open-catalogue.ts';
import { openDatabase } from '../database/open-database.ts';
import { mysqlSourceSchema, postgresSourceSchema, sqliteSourceSchema } from '../database/schema.ts';
import type { DatabaseSource } from '../database/schema.ts';
import { tableNameParts } from '../database/table-name.ts';
import type { RowReading } from '../row-source.ts';
import { askedDatabase } from './asked-database.ts';
import type { AskedDatabase } from './asked-database.ts';
import { unsetProblems } from './found-secrets.ts';
import { knownColumns, timeProblems } from './known-columns.ts';
import { lookAtRows, sourceName } from './look-at-file.ts';
import type { SourceProposal } from './proposal.ts';
import type { ReferenceOptions } from './reference-options.ts';
import { sampleReader } from './sample-reader.ts';
import type { ReadSample } from './sample-reader.ts';
import { usableNames } from './text-table.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Rows that are looked at. */
const LOOKED_ROWS = 10_000;

const SCHEMAS = { postgres: postgresSourceSchema, mysql: mysqlSourceSchema, sqlite: sqliteSourceSchema };

/** A source that reads some columns of a table, each as text. */
function textSource(
	{ origin }: AskedDatabase,
	name: string,
	table: string,
	columns: readonly string[] = [],
): DatabaseSource {
	const declared = Object.fromEntries(columns.map((column) => [column, 'text']));
	return v.parse(SCHEMAS[origin.type], { ...origin, name: sourceName(name), table, columns: declared, entities: {} });
}

function tableLabel({ isView, rows }: CatalogueTable): string {
	const what = isView ? 'a view' : 'a table';
	return rows === null ? what : `${what} of about ${rows.toLocaleString('en-US')} rows`;
}

/** A proposal that is a question alone: which table. */
function whichTable(reference: string, name: string, tables: readonly CatalogueTable[]): SourceProposal {
	return {
		name,
		kind: 'rows',
		reference,
		format: {},
		zone: null,
		rows: 0,
		isWhole: false,
		columns: [],
		key: [],
		keyEvidence: 'no table was looked at',
		disposition: 'replace',
		version: null,
		deleted: null,
		cursors: [],
		preset: null,
		entities: [],
		questions: [
			{
				id: 'table',
				text: `which of its ${tables.length} tables and views is to be read`,
				options: tables.map((table) => ({ value: table.name, label: tableLabel(table) })),
				suggested: null,
			},
		],
		problems: [],
		preview: [],
		previewedRows: 0,
		aside: [],
	};
}

function requireTables(reference: string, tables: readonly CatalogueTable[]): void {
	if (tables.length > 0) return;
	throw new SourceError(`${reference} has no table that may be read`, {
		hint: 'look at the name of the database, and at what its user may read: grant select on …',
	});
}

/** The table that a person named, with its schema or without where one table alone is called so. */
function tableNamed(reference: string, named: string, tables: readonly CatalogueTable[]): string {
	if (tables.some(({ name }) => name === named)) return named;
	const called = tables.filter(({ name }) => tableNameParts(name)?.at(-1) === named);
	const [only, other] = called;
	if (only !== undefined && other === undefined) return only.name;
	const names = (called.length > 0 ? called : tables).map(({ name }) => name);
	throw new SourceError(
		`${reference} has ${called.length > 0 ? `${called.length} tables` : 'no table'} named "${named}" (expected ${names.slice(0, 50).join(', ')})`,
		{ hint: 'name one of them with --table' },
	);
}

async function describeTable(
	catalogue: Catalogue,
	reference: string,
	name: string | undefined,
	answer: string | undefined,
): Promise<SourceProposal | { readonly table: string; readonly described: DescribedTable }> {
	const tables = await catalogue.tables();
	requireTables(reference, tables);
	const [only, other] = tables;
	if (answer === undefined && (only === undefined || other !== undefined)) {
		return whichTable(reference, name ?? 'added', tables);
	}
	const table = answer === undefined ? (only?.name ?? '') : tableNamed(reference, answer, tables);
	return { table, described: await catalogue.describe(table) };
}

/** A table without rows tells little. */
function emptyProblems({ rows }: ReadSample): string[] {
	return rows.length > 0 ? [] : ['it has no row yet: what no type of the database says could not be told'];
}

async function sampleTable(
	asked: AskedDatabase,
	name: string,
	table: string,
	columns: readonly string[],
	reading: Pick<RowReading, 'env' | 'configDir' | 'signal'>,
): Promise<ReadSample> {
	const source = textSource(asked, name, table, columns);
	const reader = await openDatabase(source, rowContract(source), { columns: sourceColumns(source), ...reading });
	return sampleReader(reader, LOOKED_ROWS);
}

/**
 * Looks at a table of a database: its types and primary key as the database says them, all else by the first rows. Where
 * there are several tables and none is named, the proposal is the question which. Nothing is written there.
 * @throws SourceError when the database cannot be opened, or has no such table
 */
export async function lookAtDatabase(reference: string, options: ReferenceOptions): Promise<SourceProposal> {
	const shown = withoutSecrets(reference);
	const asked = askedDatabase(reference, shown, options.env ?? {});
	const reading = { env: asked.secrets.env, configDir: process.cwd(), signal: options.signal };
	// Which table it is to be is not known yet.
	const catalogue = await openCatalogue(textSource(asked, options.name ?? 'added', 'tables'), reading);
	let found: Awaited<ReturnType<typeof describeTable>>;
	try {
		found = await describeTable(catalogue, shown, options.name, options.answers?.table);
	} finally {
		await catalogue.close();
	}
	if ('questions' in found) return found;
	const { table, described } = found;
	const name = options.name ?? sourceName(tableNameParts(table)?.at(-1) ?? table);
	const { usable, problems } = usableNames(described.columns.map((column) => column.name));
	const sample = await sampleTable(asked, name, table, usable, reading);
	const nullable = new Set(described.columns.filter(({ isNullable }) => isNullable).map((column) => column.name));
	const folder = await mkdtemp(join(tmpdir(), 'kundig-look-'));
	try {
		const proposal = await lookAtRows(usable, sample.rows, {
			...options,
			name,
			reference: shown,
			folder,
			origin: { ...asked.origin, table },
			isWhole: sample.isWhole,
			known: knownColumns(asked.origin.type, described),
			// SQLite promises nothing, so there the values have to tell.
			isNullable: (column) => asked.origin.type !== 'sqlite' && nullable.has(column),
		});
		const { unset } = asked.secrets;
		return {
			...proposal,
			unset,
			problems: [
				...problems,
				...emptyProblems(sample),
				...sample.problems,
				...proposal.problems,
				...timeProblems(described),
				...unsetProblems(unset),
			],
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

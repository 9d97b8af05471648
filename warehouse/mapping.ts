import type { Connection } from './database.ts';
import { ENTITIES, entityByName } from './entities/entities.ts';
import { SQL_TYPES } from './entities/entity.ts';
import type { Entity, EntityColumnType } from './entities/entity.ts';
import { expressionProblem } from './mapping-expression.ts';
import { row, sql } from './query.ts';
import { quotedName, stagingValueSql } from './staging.ts';
import type { StagingSource, StagingValue } from './staging.ts';

/** A source with its declared columns: what a mapping may name. */
export interface MappedSource extends StagingSource {
	readonly columns: Readonly<Record<string, EntityColumnType | { readonly type: EntityColumnType }>>;
}

export interface MappingProblem {
	/** Where it stands in the config: `sources.orders.entities.orders.customer_id`. */
	readonly key: string;
	/** What came and what was wanted. */
	readonly message: string;
}

/** Types that become another without a value that could fail; text takes any. */
const WIDENS: Readonly<Record<EntityColumnType, readonly EntityColumnType[]>> = {
	text: [],
	integer: ['decimal', 'float'],
	decimal: ['float'],
	float: ['decimal'],
	boolean: [],
	date: ['timestamp'],
	timestamp: ['date'],
};

function columnTypes(source: MappedSource): Map<string, EntityColumnType> {
	return new Map(
		Object.entries(source.columns).map(([name, declared]) => [
			name,
			typeof declared === 'string' ? declared : declared.type,
		]),
	);
}

/** A relation of the source's declared columns without rows, to bind expressions on. */
function emptySourceSql(types: ReadonlyMap<string, EntityColumnType>): string {
	const columns = [...types].map(([name, type]) => `null::${SQL_TYPES[type]} as ${quotedName(name)}`);
	return `(select ${columns.join(', ')} where false)`;
}

function columnProblem(
	name: string,
	wanted: EntityColumnType,
	types: ReadonlyMap<string, EntityColumnType>,
): string | null {
	const type = types.get(name);
	if (type === undefined) {
		return `the source declares no column "${name}" (expected ${[...types.keys()].join(', ')})`;
	}
	if (type === wanted || wanted === 'text' || WIDENS[type].includes(wanted)) return null;
	return `column "${name}" is ${type} (expected ${wanted}: declare it so, or convert it with { sql })`;
}

async function constantProblem(
	connection: Connection,
	value: Extract<StagingValue, { readonly value: unknown }>,
	wanted: EntityColumnType,
): Promise<string | null> {
	const cast = {
		text: `select try_cast(${stagingValueSql(value)} as ${SQL_TYPES[wanted]}) is null as failed`,
		values: [],
	};
	const failed = await row<{ failed: boolean }>(connection, cast).then(
		(found) => found?.failed ?? true,
		() => true,
	);
	return failed ? `${JSON.stringify(value.value)} is no ${wanted}` : null;
}

async function valueProblem(
	connection: Connection,
	value: StagingValue,
	wanted: EntityColumnType,
	types: ReadonlyMap<string, EntityColumnType>,
): Promise<string | null> {
	if (typeof value === 'string') return columnProblem(value, wanted, types);
	if ('value' in value) return constantProblem(connection, value, wanted);
	if ('line' in value) return wanted === 'text' ? null : `{ line } gives text (expected ${wanted})`;
	const problem = await expressionProblem(connection, value.sql, [...types.keys()]);
	if (problem !== null) return problem;
	try {
		const from = emptySourceSql(types);
		await connection.run(`explain select ${stagingValueSql(value)}::${SQL_TYPES[wanted]} as value from ${from}`);
		const found = await row<{ type: string }>(connection, {
			text: `select typeof(any_value(${stagingValueSql(value)})) as type from ${from}`,
			values: [],
		});
		const isZoned = found?.type.endsWith('WITH TIME ZONE') === true && wanted !== 'text';
		return isZoned ? `${JSON.stringify(value.sql)} gives a time with a zone (expected the time as written)` : null;
	} catch (cause) {
		return `${JSON.stringify(value.sql)} does not fit: ${firstLine(cause)}`;
	}
}

/** What DuckDB says in one line, without the class of error in front. */
function firstLine(cause: unknown): string {
	const text = cause instanceof Error ? cause.message : String(cause);
	return text.split('\n', 1)[0]?.replace(/^\w+ Error: /, '') ?? '';
}

function missingColumns(entity: Entity, mapping: Readonly<Record<string, StagingValue>>): string[] {
	return Object.entries(entity.columns)
		.filter(([name, column]) => column.required && !(name in mapping))
		.map(([name]) => name);
}

async function entityProblems(
	connection: Connection,
	source: MappedSource,
	name: string,
	mapping: Readonly<Record<string, StagingValue>>,
): Promise<MappingProblem[]> {
	const key = `sources.${source.name}.entities.${name}`;
	const entity = entityByName(name);
	if (!entity) {
		return [{ key, message: `unknown entity (expected ${ENTITIES.map((known) => known.name).join(', ')})` }];
	}
	const types = columnTypes(source);
	const problems: MappingProblem[] = missingColumns(entity, mapping).map((column) => ({
		key: `${key}.${column}`,
		message: `missing: ${name} cannot do without it`,
	}));
	for (const [column, value] of Object.entries(mapping)) {
		const wanted = entity.columns[column]?.type;
		const message =
			wanted === undefined
				? `unknown column (expected ${Object.keys(entity.columns).join(', ')})`
				: await valueProblem(connection, value, wanted, types);
		if (message !== null) problems.push({ key: `${key}.${column}`, message });
	}
	return problems;
}

/**
 * What is wrong with the mapping of a source, without reading a row of it: unknown entities and columns, required columns
 * left out, columns the source does not declare or whose type does not fit, expressions that are none over one row.
 * @param connection any, of an in-memory database: nothing is read or made
 */
export async function mappingProblems(connection: Connection, source: MappedSource): Promise<MappingProblem[]> {
	const problems: MappingProblem[] = [];
	for (const [name, mapping] of Object.entries(source.entities)) {
		problems.push(...(await entityProblems(connection, source, name, mapping)));
	}
	return problems;
}

/** Whether DuckDB knows a time zone by this name: its list and that of Node may differ by a few. */
export async function isKnownZone(connection: Connection, zone: string): Promise<boolean> {
	const found = await row(connection, sql`select 1 as found from pg_timezone_names() where name = ${zone}`);
	return found !== null;
}

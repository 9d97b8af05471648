import type { Connection } from '../database.ts';
import { QueryError, rows, sql } from '../query.ts';

const LONGEST_SQL = 20_000;

/** All that may stand in `from`, beside relations and subqueries. */
const TABLE_FUNCTIONS = new Set(['range', 'generate_series', 'unnest', 'json_each', 'json_tree']);

/** Functions that show settings, hide SQL in a text or trust raw bytes; what only costs time or memory may run. */
const REFUSED_FUNCTIONS = new Set([
	'current_setting',
	'getvariable',
	'json_serialize_plan',
	'nextval',
	'currval',
	'variant_bytes_to_variant',
	'write_log',
]);
const INTERNAL_PREFIX = '__internal_';

/** Relations of the catalogue that show names and types of columns. */
const CATALOGUE_RELATIONS = new Set(['tables', 'columns']);

type Node = Readonly<Record<string, unknown>>;

interface Parsed {
	readonly error: boolean;
	readonly error_type?: string;
	readonly error_message?: string;
	readonly statements?: readonly Node[];
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(node: Node, field: string): string {
	const value = node[field];
	return typeof value === 'string' ? value.toLowerCase() : '';
}

/** Names given by `with` in this node; they hold for all that lies within it. */
function namesGiven(node: Node): string[] {
	const ctes = isNode(node.cte_map) ? node.cte_map.map : [];
	return Array.isArray(ctes) ? ctes.filter(isNode).map((cte) => textOf(cte, 'key')) : [];
}

/** Walks a parsed statement and refuses what is neither a relation of the snapshot nor a harmless function. */
class Walk {
	readonly #sql: string;
	readonly #relations: ReadonlySet<string>;

	constructor(sqlText: string, relations: ReadonlySet<string>) {
		this.#sql = sqlText;
		this.#relations = relations;
	}

	visit(value: unknown, given: ReadonlySet<string>): void {
		if (Array.isArray(value)) for (const item of value) this.visit(item, given);
		if (!isNode(value)) return;
		const names = namesGiven(value);
		const known = names.length === 0 ? given : new Set([...given, ...names]);
		const type = textOf(value, 'type');
		if (type === 'base_table') this.#admitRelation(value, known);
		if (type === 'show_ref') this.#admitShow(value);
		if (type === 'value_parameter') this.#refuse('a parameter ($1, ?)', 'write the value');
		if (type === 'table_function') this.#visitTableFunction(value, known);
		else {
			if ('function_name' in value) this.#admitFunction(textOf(value, 'function_name'));
			this.visit(Object.values(value), known);
		}
	}

	#refuse(what: string, instead: string): never {
		throw new QueryError(`${what} is not available in a query (${instead})`, this.#sql);
	}

	#admitRelation(node: Node, given: ReadonlySet<string>): void {
		const [catalogue, schema, name] = ['catalog_name', 'schema_name', 'table_name'].map((field) => textOf(node, field));
		if (name === undefined || schema === undefined || catalogue === undefined) return;
		const isUnqualified = schema === '' && catalogue === '';
		if (isUnqualified && given.has(name)) return;
		const isInMarts = ['', 'marts'].includes(catalogue) && ['', 'main', 'marts'].includes(schema);
		if (isInMarts && this.#relations.has(name)) return;
		if (schema === 'information_schema' && CATALOGUE_RELATIONS.has(name)) return;
		this.#refuse(`relation "${name}"`, `the snapshot has ${[...this.#relations].sort().join(', ')}`);
	}

	#admitShow(node: Node): void {
		const isAboutQuery = isNode(node.query);
		if (isAboutQuery || textOf(node, 'table_name') === '"tables"') return;
		this.#refuse('this form of show', 'show tables, describe and summarize are');
	}

	#visitTableFunction(node: Node, given: ReadonlySet<string>): void {
		const call = isNode(node.function) ? node.function : {};
		const name = textOf(call, 'function_name');
		if (!TABLE_FUNCTIONS.has(name)) this.#refuse(`function "${name}"`, `${[...TABLE_FUNCTIONS].join(', ')} are`);
		this.visit(Object.values(call), given);
	}

	#admitFunction(name: string): void {
		const isRefused = REFUSED_FUNCTIONS.has(name) || name.startsWith(INTERNAL_PREFIX);
		if (isRefused) this.#refuse(`function "${name}"`, 'it reaches beyond the snapshot');
	}
}

async function parse(connection: Connection, text: string): Promise<Parsed> {
	const [first] = await rows<{ ast: string }>(connection, sql`select json_serialize_sql(${text}::varchar) as ast`);
	return JSON.parse(first?.ast ?? '') as Parsed;
}

const EXPLAIN = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*explain\s+(?:analyze\s+)?/i;

/** The statements of a text that is one query or `explain` before one, as DuckDB parses them. */
async function parseQuery(connection: Connection, text: string): Promise<readonly Node[]> {
	const whole = await parse(connection, text);
	const isNoQuery = whole.error_type === 'not implemented';
	const parsed = isNoQuery && EXPLAIN.test(text) ? await parse(connection, text.replace(EXPLAIN, '')) : whole;
	if (parsed.error_type === 'not implemented') {
		throw new QueryError('only SELECT and EXPLAIN can be run, and this is another statement', text);
	}
	if (parsed.error) throw new QueryError(parsed.error_message ?? 'the query cannot be parsed', text);
	return parsed.statements ?? [];
}

/**
 * Admits exactly one SELECT (also `describe`, `summarize`, `show tables`) or EXPLAIN that reads relations of the attached
 * marts and calls functions which reach no further. The lock on the connection is what protects; this says so in words,
 * before anything runs.
 * @throws QueryError that names what is refused
 */
export async function admitQuery(connection: Connection, text: string): Promise<void> {
	if (text.length > LONGEST_SQL) {
		throw new QueryError(`the query has ${text.length} characters (at most ${LONGEST_SQL} are allowed)`, '');
	}
	const statements = await parseQuery(connection, text);
	// Two opinions on the number: the tree is of the text without `explain`.
	const { count } = statements.length === 0 ? { count: 0 } : await connection.extractStatements(text);
	if (statements.length !== 1 || count !== 1) {
		throw new QueryError(`exactly one statement is wanted, received ${Math.max(statements.length, count)}`, text);
	}
	const relations = await rows<{ name: string }>(
		connection,
		sql`select lower(table_name) as name from information_schema.tables where table_catalog = 'marts'`,
	);
	new Walk(text, new Set(relations.map(({ name }) => name))).visit(statements, new Set());
}

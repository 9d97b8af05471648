import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** A node of DuckDB's syntax tree as JSON. */
type SyntaxNode = Readonly<Record<string, unknown>>;

interface Parsed {
	readonly error: boolean;
	readonly error_message?: string;
	readonly position?: string;
	readonly statements?: readonly { readonly node: SyntaxNode }[];
}

interface KnownFunction {
	readonly name: string;
	readonly isSteady: boolean;
}

/** What is wrong with a query of somebody's own. */
export interface SelectProblem {
	readonly message: string;
	/** Counted from 1; null where DuckDB does not say. */
	readonly line: number | null;
}

/** A query that may be asked, or what is wrong with it. */
export type CheckedSelect = { readonly reads: readonly string[] } | SelectProblem;

/** Functions that give rows of their own without reading anything. */
const TABLE_FUNCTIONS = new Set(['range', 'generate_series', 'unnest']);

/** What tells of the engine, the clock or the session instead of the data, although DuckDB calls it steady. */
const OF_THE_SESSION =
	/^(current_|pg_|has_|session_|txid_|json_(de)?serialize_|getvariable$|getenv$|version$|user$|write_log$|which_secret$|in_search_path$|(col|obj|shobj)_description$|format_pg_type$|get_current_|parse_duckdb_log)/;

/** Words that stand for a function of the session where no column is called so. */
const WORDS_OF_THE_SESSION = /^(current_\w+|localtime|localtimestamp|session_user)$/;

/** When the data are from, as a query may ask for it. */
const AS_OF = 'use (select as_of from company_settings)';

function isNode(value: unknown): value is SyntaxNode {
	return typeof value === 'object' && value !== null;
}

function* nodesIn(value: unknown): Generator<SyntaxNode> {
	if (!isNode(value)) return;
	if (!Array.isArray(value)) yield value;
	for (const part of Object.values(value)) yield* nodesIn(part);
}

/** The line that a place in a text is in. */
function lineOf(text: string, position: unknown): number | null {
	const place = Number(position);
	if (!Number.isInteger(place) || place < 0 || place > text.length) return null;
	return text.slice(0, place).split('\n').length;
}

async function parse(connection: Connection, query: string): Promise<Parsed> {
	const [found] = await rows<{ tree: string }>(
		connection,
		sql`select json_serialize_sql(${`${query}\n`}::varchar)::varchar as tree`,
	);
	return JSON.parse(found?.tree ?? '{"error":true}') as Parsed;
}

async function knownFunctions(connection: Connection): Promise<Map<string, KnownFunction>> {
	const found = await rows<KnownFunction>(
		connection,
		sql`select function_name as name, bool_and(coalesce(stability, 'CONSISTENT') = 'CONSISTENT') as "isSteady"
			from duckdb_functions() where function_type in ('scalar', 'aggregate', 'macro') group by function_name`,
	);
	return new Map(found.map((known) => [known.name, known]));
}

function functionProblem(name: string, known: ReadonlyMap<string, KnownFunction>): string | null {
	if (TABLE_FUNCTIONS.has(name)) return null;
	const found = known.get(name);
	if (found === undefined) return `calls ${name}(), which is no function over rows`;
	if (OF_THE_SESSION.test(name) || !found.isSteady) {
		return `calls ${name}(), whose value is not the data's alone (${AS_OF} for the day of the figures)`;
	}
	return null;
}

function tableProblem(node: SyntaxNode, readable: (name: string) => string | null): string | null {
	const name = String(node.table_name);
	const place = [node.catalog_name, node.schema_name].filter((part) => part !== '' && part !== undefined);
	if (place.length > 0) return `names "${[...place, name].join('.')}" (expected a relation by its name alone)`;
	return readable(name);
}

/**
 * Whether a query is one select that reads nothing but relations and computes nothing but from their rows: no file, no
 * clock, no chance, no setting. From DuckDB's own syntax tree; whether the columns are there is for `explain` to say.
 * @param readable what is wrong with reading a relation of that name, null when it may be read
 * @param isTaken whether a `with` may not take a name, for it would hide a relation
 */
export async function checkSelect(
	connection: Connection,
	query: string,
	readable: (name: string) => string | null,
	isTaken: (name: string) => boolean,
): Promise<CheckedSelect> {
	const parsed = await parse(connection, query);
	if (parsed.error) {
		const said = parsed.error_message ?? 'syntax error';
		const message = said.startsWith('Only SELECT')
			? 'is not a select (expected one select, and nothing that writes, reads files or pivots)'
			: `does not parse: ${said}`;
		return { message, line: lineOf(query, parsed.position) };
	}
	const statements = parsed.statements ?? [];
	if (statements.length !== 1)
		return { message: `holds ${statements.length} statements (expected one select)`, line: null };
	const nodes = [...nodesIn(statements[0]?.node)];
	const ctes = new Set(
		nodes.flatMap(({ cte_map: map }) =>
			isNode(map) && Array.isArray(map.map) ? (map.map as { readonly key: string }[]).map(({ key }) => key) : [],
		),
	);
	const hiding = [...ctes].find(isTaken);
	if (hiding !== undefined) {
		return {
			message: `calls a step of its own "${hiding}", as a relation is called: give it another name`,
			line: null,
		};
	}
	const known = await knownFunctions(connection);
	const reads = new Set<string>();
	for (const node of nodes) {
		const problem = problemOf(node, ctes, known, readable);
		if (problem !== null) return { message: problem, line: lineOf(query, node.query_location) };
		if (node.type === 'BASE_TABLE' && !ctes.has(String(node.table_name))) reads.add(String(node.table_name));
	}
	return { reads: [...reads].sort() };
}

function problemOf(
	node: SyntaxNode,
	ctes: ReadonlySet<string>,
	known: ReadonlyMap<string, KnownFunction>,
	readable: (name: string) => string | null,
): string | null {
	switch (node.type) {
		case 'BASE_TABLE':
			return ctes.has(String(node.table_name)) ? null : tableProblem(node, readable);
		case 'TABLE_FUNCTION': {
			const called = isNode(node.function) ? String(node.function.function_name) : '';
			return TABLE_FUNCTIONS.has(called) ? null : `reads from ${called}() (expected relations by their names)`;
		}
		case 'SHOW_REF':
			return 'describes relations instead of reading them';
	}
	if (node.class === 'COLUMN_REF') {
		const [name = '', ...more] = (node.column_names ?? []) as readonly string[];
		if (more.length > 0 || !WORDS_OF_THE_SESSION.test(name.toLowerCase())) return null;
		return `names ${name}, whose value is not the data's alone (${AS_OF} for the day of the figures)`;
	}
	if (node.class === 'PARAMETER') return 'holds a parameter, which nobody fills';
	return node.class === 'FUNCTION' ? functionProblem(String(node.function_name), known) : null;
}

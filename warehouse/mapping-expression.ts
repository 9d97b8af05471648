import type { Connection } from './database.ts';
import { rows, sql } from './query.ts';

/** A node of DuckDB's syntax tree as JSON. */
type SyntaxNode = Readonly<Record<string, unknown>>;

interface Parsed {
	readonly error: boolean;
	readonly error_message?: string;
	readonly statements?: readonly { readonly node: SyntaxNode }[];
}

interface KnownFunction {
	readonly name: string;
	readonly isAggregate: boolean;
	readonly isScalar: boolean;
	readonly isSteady: boolean;
}

function isNode(value: unknown): value is SyntaxNode {
	return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** The one expression of a statement, or null when it says more than an expression can. */
function soleExpression(parsed: Parsed): SyntaxNode | null {
	const [statement, second] = parsed.statements ?? [];
	const node = statement?.node;
	if (!node || second || node.type !== 'SELECT_NODE') return null;
	const { select_list: list, from_table: from, cte_map: ctes } = node;
	const hasMore = ['modifiers', 'where_clause', 'group_expressions', 'having', 'qualify', 'sample'].some(
		(part) => !isEmpty(node[part]),
	);
	const [expression, next] = Array.isArray(list) ? (list as unknown[]) : [];
	if (hasMore || next !== undefined || !isNode(expression) || expression.alias !== '') return null;
	if (!isNode(from) || from.type !== 'EMPTY' || (isNode(ctes) && !isEmpty(ctes.map))) return null;
	return expression;
}

/** All nodes of an expression, each with the names that functions around it gave to their own arguments. */
function* nodesOf(
	value: unknown,
	ownNames: readonly string[] = [],
): Generator<readonly [SyntaxNode, readonly string[]]> {
	if (!isNode(value)) return;
	if (Array.isArray(value)) {
		for (const part of value as unknown[]) yield* nodesOf(part, ownNames);
		return;
	}
	if (typeof value.class === 'string') yield [value, ownNames];
	if (value.class === 'LAMBDA') {
		const names = [...nodesOf(value.lhs)].flatMap(([node]) => columnNames(node));
		yield* nodesOf(value.expr, [...ownNames, ...names]);
		return;
	}
	for (const part of Object.values(value)) yield* nodesOf(part, ownNames);
}

function columnNames(node: SyntaxNode): string[] {
	return Array.isArray(node.column_names) ? (node.column_names as string[]) : [];
}

const REFUSED: Readonly<Record<string, string>> = {
	SUBQUERY: 'a subquery',
	WINDOW: 'a window function',
	STAR: 'a star',
	PARAMETER: 'a parameter',
};

async function knownFunctions(connection: Connection, names: readonly string[]): Promise<Map<string, KnownFunction>> {
	const found = await rows<KnownFunction>(
		connection,
		sql`select function_name as name, bool_or(function_type = 'aggregate') as "isAggregate",
				bool_or(function_type in ('scalar', 'macro')) as "isScalar",
				bool_and(coalesce(stability, 'CONSISTENT') = 'CONSISTENT') as "isSteady"
			from duckdb_functions() group by function_name`,
	);
	return new Map(found.filter(({ name }) => names.includes(name)).map((known) => [known.name, known]));
}

function functionProblem(name: string, known: KnownFunction | undefined): string | null {
	if (known?.isAggregate && !known.isScalar)
		return `holds an aggregate, ${name}() (expected an expression over one row)`;
	// unnest makes rows, though DuckDB lists it nowhere.
	if (name === 'unnest') return 'makes several rows of one with unnest() (expected an expression over one row)';
	if (!known?.isScalar) return `calls ${name}(), which is no scalar function`;
	if (!known.isSteady) return `calls ${name}(), whose value is not the row's alone`;
	return null;
}

/**
 * What is wrong with an expression of a mapping, as a sentence; null when it computes one value from the declared columns
 * of one row, by functions that give the same value whenever they are asked.
 */
export async function expressionProblem(
	connection: Connection,
	expression: string,
	columns: readonly string[],
): Promise<string | null> {
	const shown = JSON.stringify(expression);
	const [found] = await rows<{ tree: string }>(
		connection,
		sql`select json_serialize_sql(${`select ${expression}\n`}::varchar)::varchar as tree`,
	);
	const parsed = JSON.parse(found?.tree ?? '{"error":true}') as Parsed;
	if (parsed.error) return `${shown} does not parse: ${parsed.error_message ?? 'syntax error'}`;
	const sole = soleExpression(parsed);
	if (!sole) return `${shown} is not one expression (expected one over the columns of a row)`;

	const nodes = [...nodesOf(sole)];
	const functions = nodes.flatMap(([node]) => (node.class === 'FUNCTION' ? [String(node.function_name)] : []));
	const known = await knownFunctions(connection, functions);
	const declared = new Set(columns.map((column) => column.toLowerCase()));
	for (const [node, ownNames] of nodes) {
		const refused = REFUSED[String(node.class)];
		if (refused !== undefined) return `${shown} holds ${refused} (expected an expression over the columns of a row)`;
		if (node.class === 'COLUMN_REF') {
			const [name = '', ...more] = columnNames(node);
			if (ownNames.includes(name) || (more.length === 0 && declared.has(name.toLowerCase()))) continue;
			const path = [name, ...more].join('.');
			return `${shown} names "${path}", which the source does not declare (expected ${columns.join(', ')})`;
		}
		if (node.class === 'FUNCTION') {
			const name = String(node.function_name);
			const problem = functionProblem(name, known.get(name));
			if (problem !== null) return `${shown} ${problem}`;
		}
	}
	return null;
}

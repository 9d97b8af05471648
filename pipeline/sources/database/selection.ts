import { SourceError } from '../../errors.ts';
import { undeclaredNames, wantsUndeclared } from '../contract/row-contract.ts';
import type { DeclaredContract } from '../contract/row-contract.ts';
import type { DatabaseSource } from './schema.ts';
import type { ServerColumn } from './server-column.ts';

/** The columns that are fetched of a table or a query. */
export interface Selection {
	/** Those of the contract, in its order. */
	readonly declared: readonly ServerColumn[];
	/** Others that the contract wants to see; none where it does not ask for them. */
	readonly undeclared: readonly ServerColumn[];
	/** Whether a row has a last field with what is undeclared. */
	readonly hasUndeclaredField: boolean;
	/** Names of all columns that no column of the contract takes. */
	readonly undeclaredNames: readonly string[];
}

function listOf(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}

/** Where rows come from, for a sentence. */
export function relationName({ table }: Pick<DatabaseSource, 'table'>): string {
	return table === undefined ? 'the query' : `table ${table}`;
}

function requireColumns(source: DatabaseSource, names: readonly string[], contract: DeclaredContract): void {
	const missing = contract.columns.map(({ name }) => name).filter((name) => !names.includes(name));
	if (missing.length > 0) {
		const have = names.slice(0, 100).join(', ').slice(0, 2000);
		throw new SourceError(`source ${source.name}: ${relationName(source)} has no ${listOf(missing)} (it has ${have})`, {
			hint: 'mend the names under columns; upper and lower case count',
		});
	}
	const doubled = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
	if (doubled.length > 0) {
		throw new SourceError(`source ${source.name}: ${relationName(source)} has ${listOf(doubled)} more than once`, {
			hint: 'give each column of the query a name of its own: select customers.id as customer_id',
		});
	}
}

/** An instant that were read as a time of another zone would be off by hours. */
function requireZone(
	source: DatabaseSource,
	{ declared }: Pick<Selection, 'declared'>,
	contract: DeclaredContract,
): void {
	if (source.zone === 'UTC') return;
	const instant = declared.find((column, index) => {
		return column.kind === 'instant' && contract.columns[index]?.type === 'timestamp';
	});
	if (instant === undefined) return;
	const zone = source.zone === undefined ? 'the source declares no zone' : `the source's zone is ${source.zone}`;
	throw new SourceError(
		`source ${source.name}: column ${instant.name} is ${instant.type}, which is read in UTC, and ${zone}`,
		{ hint: "declare zone: 'UTC' for the source; where other columns have local times, convert them in a query" },
	);
}

/**
 * Chooses what is fetched: the declared columns, and all others but those that are dropped where the contract wants to see
 * them.
 * @throws SourceError when a declared column is not there, or an instant would be taken for a local time
 */
export function selectColumns(
	source: DatabaseSource,
	columns: readonly ServerColumn[],
	contract: DeclaredContract,
): Selection {
	const names = columns.map(({ name }) => name);
	requireColumns(source, names, contract);
	const undeclared = undeclaredNames(names, contract);
	const declared = contract.columns.flatMap(({ name }) => columns.find((column) => column.name === name) ?? []);
	const hasUndeclaredField = wantsUndeclared(contract);
	const selection = {
		declared,
		undeclared: hasUndeclaredField ? columns.filter(({ name }) => undeclared.includes(name)) : [],
		hasUndeclaredField,
		undeclaredNames: undeclared,
	};
	requireZone(source, selection, contract);
	return selection;
}

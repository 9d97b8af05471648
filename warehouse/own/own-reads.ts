import type { Connection } from '../database.ts';
import { closeNames } from './close-names.ts';
import type { EmptyRelation, EmptyWarehouse } from './empty-warehouse.ts';
import { explainProblem } from './explain.ts';
import { checkSelect } from './select-problem.ts';
import type { CheckedSelect, SelectProblem } from './select-problem.ts';

type Relations = EmptyWarehouse['relations'];

/** Whether this is what only a snapshot's own making needs: pages and people's SQL never read it. */
function unreadable(name: string, relation: EmptyRelation | undefined, relations: Relations): string | null {
	if (relation === undefined) {
		const readable = [...relations].filter(([, { origin }]) => origin !== 'people').map(([each]) => each);
		return `reads "${name}", which is not there (expected one of ${closeNames(name, readable).join(', ')})`;
	}
	if (relation.origin === 'people') {
		return `reads ${name}, which holds personal data: what is published for pages and queries must not (use ids)`;
	}
	return null;
}

/** Whether a query is one select over what somebody's own SQL may read: everything but people. */
export function checkOwnSelect(
	connection: Connection,
	query: string,
	relations: Relations,
	others: ReadonlySet<string> = new Set(),
): Promise<CheckedSelect> {
	return checkSelect(
		connection,
		query,
		(name) => (others.has(name) ? null : unreadable(name, relations.get(name), relations)),
		// Names of relations are the same in capitals, to DuckDB.
		(name) => others.has(name.toLowerCase()) || relations.has(name.toLowerCase()),
	);
}

/**
 * A query whose names mean relations without the columns that identify a person, as a query that can be asked during a
 * run and of a snapshot being built. Its own text begins on the second line.
 */
export function guardedSql(query: string, reads: readonly string[], relations: Relations): string {
	const hidden = reads.flatMap((name) => {
		const columns = relations.get(name)?.hidden ?? [];
		return columns.length === 0 ? [] : [`${name} as (select * exclude (${columns.join(', ')}) from temp.main.${name})`];
	});
	return hidden.length === 0 ? `\n${query}` : `with ${hidden.join(', ')} select * from (\n${query}\n)`;
}

/** What DuckDB says of a guarded query; of a column that identifies a person, that it does. */
export async function guardedProblem(
	connection: Connection,
	guarded: string,
	reads: readonly string[],
	relations: Relations,
): Promise<SelectProblem | null> {
	const problem = await explainProblem(connection, guarded, 1);
	const column = /column "?(\w+)"?/i.exec(problem?.message ?? '')?.[1];
	const owner = reads.find((name) => column !== undefined && relations.get(name)?.hidden.includes(column));
	if (problem === null || owner === undefined) return problem;
	const message = `names ${column} of ${owner}, which identifies a person: what is published must not hold it (use ids)`;
	return { message, line: problem.line };
}

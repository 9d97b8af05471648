import { SAMPLED } from '../checks/rules.ts';
import type { Check } from '../checks/check.ts';
import type { EmptyWarehouse } from './empty-warehouse.ts';
import type { OwnFile } from './own-transforms.ts';
import type { OwnProblem } from './own-problem.ts';
import { checkOwnSelect, guardedProblem, guardedSql } from './own-reads.ts';

type Severity = Check['severity'];

/** A query of somebody's own whose rows break a rule. */
export interface SqlCheck {
	readonly place: string;
	readonly name: string;
	readonly severity: Severity;
	/** What is wrong when it gives rows. */
	readonly meaning: string;
	readonly sql: string;
}

/** What a check becomes, or what is wrong with it. */
export type CheckOrProblem = { readonly check: Check } | OwnProblem;

/**
 * Reads a check from its file: comments at its head say what is wrong when it gives rows, and `-- severity: warn` that it
 * does not stop a run.
 */
export function readSqlCheck({ place, name, text }: OwnFile): SqlCheck | OwnProblem {
	const problem = (message: string, line: number | null): OwnProblem => ({ place, line, message });
	if (!/^[a-z][a-z0-9_]*$/.test(name)) {
		return problem(`"${name}" is no name for a check (expected lower case as orders_have_customers)`, null);
	}
	const lines = text.split('\n');
	const head = lines.slice(
		0,
		lines.findIndex((line) => !line.startsWith('--')),
	);
	const said = head.map((line) => line.replace(/^--\s*/, '').trim());
	const position = said.findIndex((line) => /^severity\s*:/.test(line));
	const severity = position === -1 ? 'error' : (said[position] ?? '').replace(/^severity\s*:\s*/, '');
	if (severity !== 'error' && severity !== 'warn') {
		return problem(`unknown severity "${severity}" (expected error, which stops a run, or warn)`, position + 1);
	}
	const meaning = said.filter((line, index) => index !== position && line !== '').join(' ');
	if (meaning === '')
		return problem('the first line has to say what is wrong with the rows, as -- Orders without a customer', 1);
	return { place, name, severity, meaning, sql: text };
}

/** Makes a check of a query whose rows break a rule; its first column names them. */
export async function sqlCheck(given: SqlCheck, { connection, relations }: EmptyWarehouse): Promise<CheckOrProblem> {
	const { place, name, severity, meaning, sql } = given;
	const checked = await checkOwnSelect(connection, sql, relations);
	if ('message' in checked) return { place, ...checked };
	const { reads } = checked;
	const passing = reads.find((read) => relations.get(read)?.origin === 'intermediate');
	if (passing !== undefined) {
		const message = `reads ${passing}, which is not there where nothing has changed (expected an stg_ relation or a published one)`;
		return { place, line: null, message };
	}
	const query = guardedSql(sql, reads, relations);
	const problem = await guardedProblem(connection, query, reads, relations);
	if (problem !== null) return { place, ...problem };
	const described = await connection.runAndReadAll(`describe ${query}`);
	const column = String(described.getRows()[0]?.[0]).replaceAll('"', '""');
	const rows = `(${query}\n) as failing_rows`;
	return {
		check: {
			name,
			severity,
			meaning,
			sql: `select count(*) as failing from ${rows}`,
			sampleSql: `select distinct "${column}"::varchar as text from ${rows} order by 1 limit ${SAMPLED}`,
			isOwn: true,
			...traits(reads, relations),
		},
	};
}

/** How a check that reads some relations differs from those of published rows. */
export function traits(
	reads: readonly string[],
	relations: EmptyWarehouse['relations'],
): Pick<Check, 'needsStaging' | 'isAskedAlways'> {
	const origins = reads.map((read) => relations.get(read));
	return {
		...(origins.some((each) => each?.origin === 'staging' || each?.origin === 'settings')
			? { needsStaging: true }
			: {}),
		...(origins.some((each) => (each?.hidden.length ?? 0) > 0) ? { isAskedAlways: true } : {}),
	};
}

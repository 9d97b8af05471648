import type { Connection } from '../database.ts';
import type { SelectProblem } from './select-problem.ts';

/**
 * What DuckDB says of a query's names and types before it reads a row; null when it would answer.
 * @param linesBefore how many lines of ours stand above what the person wrote
 */
export async function explainProblem(
	connection: Connection,
	query: string,
	linesBefore = 0,
): Promise<SelectProblem | null> {
	try {
		await connection.run(`explain ${query}`);
		return null;
	} catch (cause) {
		const said = cause instanceof Error ? cause.message : String(cause);
		const line = /^LINE (\d+):/m.exec(said)?.[1];
		const [first = '', ...more] = (said.split('\nLINE ')[0] ?? said).split('\n').filter((part) => part.trim() !== '');
		const message = [first.replace(/^(Binder|Catalog|Parser|Conversion) Error: /, ''), ...more].join(' ').trim();
		return { message, line: line === undefined ? null : Math.max(1, Number(line) - linesBefore) };
	}
}

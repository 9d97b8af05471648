import { literal } from '../sources/contract/values.ts';
import type { Contract } from './contract.ts';

/** SQL that is true in a row which tells of a deletion, over its typed columns; null where the source tells of none. */
export function deletedSql(
	{ deleted, columns }: Pick<Contract, 'deleted' | 'columns'>,
	columnOf: (name: string) => string,
): string | null {
	if (deleted === null) return null;
	const value = columnOf(deleted.column);
	if (deleted.values !== null) {
		return `coalesce(${value}::varchar in (${deleted.values.map(literal).join(', ')}), false)`;
	}
	const type = columns.find(({ name }) => name === deleted.column)?.type;
	return type === 'boolean' ? `coalesce(${value}, false)` : `(${value} is not null)`;
}

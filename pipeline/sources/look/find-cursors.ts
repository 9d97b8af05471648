import type { ColumnWithType } from './column-with-type.ts';
import type { SourceProposal } from './proposal.ts';

/** Columns that a source can be read on from: those that grow with every change first, then those that grow with every row. */
export function findCursors(columns: readonly ColumnWithType[], key: readonly string[]): SourceProposal['cursors'] {
	const isChange = (name: string): boolean =>
		/updated|modified|changed|modstamp|lastmod|geaendert|geändert|update_time/i.test(name);
	const isCreation = (name: string): boolean => /created|add_time|erstellt|angelegt/i.test(name);
	const change = { why: 'it grows with every change', grows: 'changes' } as const;
	const newRow = { why: 'it grows with every new row, not with changes', grows: 'rows' } as const;
	const times = columns.filter(({ typed }) => typed.type === 'timestamp');
	return [
		...times
			.filter(({ evidence }) => isChange(evidence.name))
			.map(({ evidence }) => ({ column: evidence.name, ...change })),
		...columns
			.filter(
				({ evidence, typed }) =>
					key.length === 1 &&
					key[0] === evidence.name &&
					(typed.type === 'integer' ||
						evidence.integers.some(({ values }) => values === evidence.values && values > 0)),
			)
			.map(({ evidence }) => ({ column: evidence.name, ...newRow })),
		...times
			.filter(({ evidence }) => isCreation(evidence.name))
			.map(({ evidence }) => ({ column: evidence.name, ...newRow })),
	];
}

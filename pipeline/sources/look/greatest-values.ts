import { row, sql, unsafe } from '#warehouse/query.ts';
import type { ColumnWithType } from './column-with-type.ts';
import type { TextTable } from './text-table.ts';

/** The greatest value of each column of numbers, by its name. */
export async function greatestValues(
	table: TextTable,
	columns: readonly ColumnWithType[],
): Promise<Map<string, number>> {
	const numeric = columns.filter(
		({ typed }) => typed.type === 'decimal' || typed.type === 'integer' || typed.type === 'float',
	);
	const greatest = new Map<string, number>();
	for (const { evidence } of numeric) {
		const style = evidence.numbers.reduce((best, fit) => (fit.values > best.values ? fit : best), {
			reading: evidence.numbers[0]?.reading,
			values: -1,
		}).reading;
		if (style === undefined) continue;
		const bare =
			style.thousands === null
				? `v${evidence.index}`
				: `replace(v${evidence.index}, '${style.thousands.replace("'", "''")}', '')`;
		const found = await row<{ most: number | null }>(
			table.connection,
			sql`select max(try_cast(${unsafe(style.decimal === '.' ? bare : `replace(${bare}, ',', '.')`)} as double)) as most from ${unsafe(table.table)}`,
		);
		if (typeof found?.most === 'number') greatest.set(evidence.name, found.most);
	}
	return greatest;
}

import { alignedTable } from '../aligned-table.ts';
import { checkSource } from '../check-source.ts';
import type { SourceCheck } from '../check-source.ts';
import { loadConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { rowContract } from '../load/contract.ts';
import { openRows } from '../sources/open-rows.ts';
import { print } from '../terminal.ts';
import { configFile } from './command.ts';
import type { CommandContext } from './command.ts';
import { FailedError } from './failed-error.ts';

function describeCheck(check: SourceCheck): string {
	const { rows, isWhole, files, reasons, quarantine, drift, entities, refused } = check;
	const parts = [
		`${check.source}: ${isWhole ? 'all' : 'the first'} ${rows.read} rows of ${files.join(', ') || 'no file'}`,
		`${rows.loaded} would be loaded, ${rows.quarantined} set aside${reasons.length === 0 ? '' : ` (${reasons.map(({ reason, rows: count }) => `${reason} ${count}`).join(', ')})`}`,
		...quarantine.map(({ file, line, message }) => `  ${file}:${line}: ${message}`),
		...drift.map(({ kind, column, file }) =>
			kind === 'missing_column'
				? `${file} has no column ${column}`
				: `${file} has a column that is not declared: ${column}`,
		),
	];
	for (const { entity, columns, rows: shown, count } of entities) {
		parts.push('', `${entity}: ${count} rows`);
		if (shown.length > 0)
			parts.push(
				alignedTable(
					columns,
					shown.map((each) => each.map((value) => (value === null ? '' : String(value)))),
				),
			);
	}
	if (refused !== null) parts.push('', 'a load would be refused');
	return parts.join('\n');
}

function rowsOf(text: string): number {
	if (text === 'all') return Number.MAX_SAFE_INTEGER - 2;
	const rows = Number(text);
	if (!Number.isInteger(rows) || rows < 1)
		throw new UsageError(`invalid --rows: "${text}" (expected a number of rows, or all)`);
	return rows;
}

/** `source check`: what a load of a source would do, by a sample. */
export async function check(name: string, flags: { readonly rows: string }, context: CommandContext): Promise<void> {
	const rows = rowsOf(flags.rows);
	const found = await checkSource(await loadConfig(await configFile(context)), name, rows, (source, reading) =>
		openRows(source, rowContract(source), reading),
	);
	if (context.options.json) print(JSON.stringify(found, null, 2));
	else print(describeCheck(found));
	if (found.refused !== null) throw new FailedError({ kind: 'source', ...found.refused }, true);
}

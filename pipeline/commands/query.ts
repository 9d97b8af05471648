import { join } from 'node:path';
import type { Command } from 'commander';
import { snapshotsFolder } from '#warehouse/snapshot-files.ts';
import { UsageError } from '../errors.ts';
import { QUERY_FORMATS, writeQuery } from '../query-output.ts';
import type { QueryFormat } from '../query-output.ts';
import { requireCurrentSnapshot, whileReading } from '../read-snapshot.ts';
import { say } from '../terminal.ts';
import { contextOf } from './command.ts';

interface QueryFlags {
	readonly format?: string;
	readonly out?: string;
}

function parseFormat(text: string | undefined, isJson: boolean): QueryFormat {
	const format = text ?? (isJson ? 'json' : 'table');
	if (isJson && format !== 'json') throw new UsageError(`--json and --format ${format} say different things`);
	const known = QUERY_FORMATS.find((each) => each === format);
	if (known === undefined) throw new UsageError(`unknown format: "${format}" (expected ${QUERY_FORMATS.join(', ')})`);
	return known;
}

export function addQuery(program: Command, signal: AbortSignal): void {
	program
		.command('query <sql>')
		.description('read-only SQL on the current snapshot; personal data is not in reach')
		.option('--format <format>', `${QUERY_FORMATS.join(', ')} (default table)`)
		.option('--out <file>', 'write to this file instead of stdout')
		.addHelpText(
			'after',
			'\nExample:\n  kundig query "select country, sum(net_base) from fct_orders group by country" --format csv',
		)
		.action(async (sql: string, flags: QueryFlags, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const format = parseFormat(flags.format, options.json);
			const snapshot = await requireCurrentSnapshot(dataDir);
			const files = { marts: join(snapshotsFolder(dataDir), snapshot.id, 'marts.duckdb') };
			const output = { format, out: flags.out ?? null, stdout: process.stdout };
			const summary = await whileReading(dataDir, snapshot.id, () => writeQuery(files, sql, output, { signal }));
			if (flags.out !== undefined && summary !== null) say(`${summary.rowsCount} rows written to ${flags.out}`);
		});
}

import type { Command } from 'commander';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import { ownChecks } from '#warehouse/own/own-definitions.ts';
import { alignedTable } from '../aligned-table.ts';
import { checksWith } from '../own-parts.ts';
import { readCurrentSnapshot } from '../read-snapshot.ts';
import { print } from '../terminal.ts';
import { contextOf } from './command.ts';
import { FailedError } from './failed-error.ts';

export function addCheck(program: Command, signal: AbortSignal): void {
	program
		.command('check')
		.description('ask the data tests of the current snapshot')
		.addHelpText('after', '\nExample:\n  kundig check --json')
		.action(async (_: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const checks = await readCurrentSnapshot(dataDir, async (db) =>
				runChecks(db, { hasStaging: false }, checksWith(await ownChecks(db))),
			);
			if (options.json) print(JSON.stringify({ checks }, null, 2));
			else {
				print(
					alignedTable(
						['check', 'severity', 'status', 'failing'],
						checks.map((check) => [check.name, check.severity, check.status, String(check.failing)]),
					),
				);
			}
			const broken = checks.filter((check) => check.severity === 'error' && check.status === 'failed');
			if (broken.length > 0) {
				const message = `${broken.length} checks failed: ${broken.map((check) => check.name).join(', ')}`;
				const hint = 'go back with `kundig snapshots use ID`, or mend the source and run again';
				throw new FailedError({ kind: 'check', message, hint }, options.json);
			}
		});
}

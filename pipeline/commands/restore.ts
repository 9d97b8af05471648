import type { Command } from 'commander';
import { restore } from '#actions/restore.ts';
import type { RestoreReceipt } from '#actions/restore.ts';
import { failpoint } from '../failpoint.ts';
import { displayTasks, print } from '../terminal.ts';
import type { TaskDisplay } from '../terminal.ts';
import { contextOf } from './command.ts';

const TASKS = [{ key: 'restore', title: 'Take the backup out and compare' }];

interface RestoreFlags {
	readonly force?: boolean;
}

export function describeRestore({ dataDir, createdAt, appVersion, isOlder, aside, config }: RestoreReceipt): string {
	return [
		`restored into ${dataDir}: the state of ${createdAt}, from Kundig ${appVersion}`,
		...(aside === null ? [] : [`what was there before is kept in ${aside}; delete it when you no longer need it`]),
		...(config === null ? [] : [`the config of then is ${config}; the one in use is left alone`]),
		...(isOlder ? ['the next start or run upgrades it to this version, after a backup of its own'] : []),
		'the figures are built anew by the next `kundig start` or `kundig run`',
	].join('\n');
}

export function addRestore(program: Command, signal: AbortSignal): void {
	program
		.command('restore <file>')
		.description('put a backup into the data folder; what is there is kept aside')
		.option('--force', 'restore although the data folder holds something, which is then moved to its replaced/ folder')
		.addHelpText(
			'after',
			`
The file is compared with its manifest and both stores are opened before anything is touched. Stop Kundig first: while
another process holds the data folder this ends with code 3 and names it. Nothing is deleted.

Example:
  kundig restore /mnt/backups/kundig-monday.tar --data data --force`,
		)
		.action(async (file: string, flags: RestoreFlags, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			let display: TaskDisplay | null = null;
			const show = (status: 'running' | 'ok' | 'failed', done: number, total: number | null): void =>
				display?.update('restore', { status, done, total, unit: 'bytes' });
			try {
				const receipt = await restore({
					dataDir,
					file,
					isForced: flags.force === true,
					now: new Date(),
					onProgress: (done, total) => {
						if (!options.json) display ??= displayTasks(TASKS, { concurrent: false });
						show('running', done, total);
					},
					onPart: (part) => failpoint(`restore.${part}`),
				});
				show('ok', 0, null);
				await (display as TaskDisplay | null)?.finish();
				print(options.json ? JSON.stringify(receipt, null, 2) : describeRestore(receipt));
			} catch (error) {
				show('failed', 0, null);
				await (display as TaskDisplay | null)?.finish();
				throw error;
			}
		});
}

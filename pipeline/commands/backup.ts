import type { Command } from 'commander';
import { dirname, resolve } from 'node:path';
import { backUp } from '#actions/back-up.ts';
import type { BackupPhase, BackupReceipt } from '#actions/back-up.ts';
import { beginBackup, endBackup, failBackup } from '#records/backups.ts';
import { hasRecords, openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { OlderRecordsError } from '#records/migrations.ts';
import { backupExtras } from '../backup-extras.ts';
import { describeFailure } from '../describe-failure.ts';
import { failpoint } from '../failpoint.ts';
import { requireWholeFolder } from '../folder-shape.ts';
import { productVersion } from '../project.ts';
import { displayTasks, print, say } from '../terminal.ts';
import type { TaskDisplay } from '../terminal.ts';
import { contextOf, namedConfig } from './command.ts';

const PHASES: readonly { readonly key: BackupPhase; readonly title: string }[] = [
	{ key: 'raw', title: 'Copy the warehouse' },
	{ key: 'records', title: 'Copy the records' },
	{ key: 'write', title: 'Write the file' },
	{ key: 'verify', title: 'Restore it on trial and compare' },
];
const WAIT_MS = 60 * 60 * 1000;

/** Phases that follow each other on a display that is there from the first of them on. */
interface PhaseDisplay {
	show(phase: BackupPhase, done: number, total: number | null): void;
	end(status: 'ok' | 'failed'): Promise<void>;
}

function displayPhases(isShown: boolean): PhaseDisplay {
	let display: TaskDisplay | null = null;
	let current = 0;
	const idle = { done: 0, total: null, unit: null };
	const update = (position: number, status: 'ok' | 'failed'): void =>
		display?.update(PHASES[position]?.key ?? '', { ...idle, status });
	return {
		show(phase, done, total) {
			if (!isShown) return;
			display ??= displayTasks(PHASES, { concurrent: false });
			const position = PHASES.findIndex(({ key }) => key === phase);
			for (; current < position; current += 1) update(current, 'ok');
			display.update(phase, { status: 'running', done, total, unit: 'bytes' });
		},
		async end(status) {
			for (; status === 'ok' && current < PHASES.length; current += 1) update(current, 'ok');
			update(current, status);
			await display?.finish();
		},
	};
}

/** The records to note the backup in; null for those of an earlier version, which are backed up as they are. */
async function recordsToNoteIn(dataDir: string): Promise<Records | null> {
	if (!hasRecords(dataDir)) return null;
	try {
		return await openRecords(dataDir);
	} catch (error) {
		if (error instanceof OlderRecordsError) return null;
		throw error;
	}
}

export function describeBackup({ file, bytes, sha256, parts }: BackupReceipt): string {
	const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
	const extras = parts.filter(({ name }) => name.includes('/'));
	return [
		`backup ${file}: ${megabytes(bytes)}, restored on trial and found whole`,
		...parts.filter(({ name }) => !name.includes('/')).map((part) => `  ${part.name}  ${megabytes(part.bytes)}`),
		...(extras.length === 0
			? []
			: [
					`  ${extras.length} files of ${dirname(extras[0]?.name ?? '')}  ${megabytes(extras.reduce((sum, part) => sum + part.bytes, 0))}`,
				]),
		`sha256 ${sha256}`,
	].join('\n');
}

export function addBackup(program: Command, signal: AbortSignal): void {
	program
		.command('backup <file>')
		.description('write everything that cannot be rebuilt into one tar file, and prove that it restores')
		.addHelpText(
			'after',
			`
Kundig may be running meanwhile. While a run writes the warehouse the backup waits for it, an hour at most (then it ends
with code 3). The file holds records.db, raw.duckdb and the config (the whole demo company where it is the one);
snapshots are not in it, for they are rebuilt. It holds personal data: keep it as carefully as the data folder.

Example:
  kundig backup /mnt/backups/kundig-monday.tar`,
		)
		.action(async (file: string, _: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			requireWholeFolder(dataDir);
			const { extras, config, leftOut } = backupExtras(namedConfig(options), dataDir);
			for (const path of leftOut) say(`Not in the backup, because it lies outside of the config's folder: ${path}`);
			const records = await recordsToNoteIn(dataDir);
			const now = new Date();
			const id =
				records === null
					? null
					: await beginBackup(records, { file: resolve(file), reason: 'command', startedAt: now.toISOString() });
			const display = displayPhases(!options.json);
			try {
				const receipt = await backUp({
					dataDir,
					file,
					appVersion: productVersion(),
					extras,
					config,
					now,
					waitMs: WAIT_MS,
					signal,
					onProgress: (phase, done, total) => display.show(phase, done, total),
					onWait: (pid) => say(`Waiting for the run of process ${pid} to end`),
					onPart: (part) => failpoint(`backup.${part}`),
				});
				const { bytes, sha256 } = receipt;
				const endedAt = new Date().toISOString();
				if (records !== null && id !== null) await endBackup(records, id, { endedAt, bytes, sha256 });
				await display.end('ok');
				print(options.json ? JSON.stringify(receipt, null, 2) : describeBackup(receipt));
			} catch (error) {
				await display.end('failed');
				if (records !== null && id !== null) {
					await failBackup(records, id, new Date().toISOString(), describeFailure(error, signal.aborted).message);
				}
				throw error;
			} finally {
				await records?.destroy();
			}
		});
}

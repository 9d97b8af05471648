import { rm, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { countList } from '#actions/count-list.ts';
import type { ListStores } from '#actions/evaluate-list.ts';
import { ExportError } from '#actions/export-error.ts';
import { exportList } from '#actions/export-list.ts';
import type { ExportedList, ListExport } from '#actions/export-list.ts';
import { openRecords } from '#records/database.ts';
import { allLists, lastExportByList, listByName } from '#records/marketing/list-read.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import { LIST_FORMATS } from '#records/schema/lists.ts';
import type { ListFormat } from '#records/schema/lists.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '#records/schema/people.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { LOCAL_USER_ID } from '#records/users.ts';
import { alignedTable } from '../aligned-table.ts';
import { UsageError } from '../errors.ts';
import { writeToFile } from '../query-output/target.ts';
import { readCurrentSnapshot } from '../read-snapshot.ts';
import { print, say } from '../terminal.ts';
import { contextOf } from './command.ts';
import { FailedError } from './failed-error.ts';

interface ExportFlags {
	readonly out: string;
	readonly channel: string;
	readonly purpose: string;
	readonly format?: string;
}

/** Looks at lists: the records as they are, the snapshot in use. */
async function withStores<Result>(
	dataDir: string,
	use: (stores: ListStores, snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
	return readCurrentSnapshot(dataDir, async (db, snapshot) => {
		const records = await openRecords(dataDir);
		try {
			return await use({ records, db }, snapshot);
		} finally {
			await records.destroy();
		}
	});
}

function oneOf<const Value extends string>(what: string, text: string, values: readonly Value[]): Value {
	const known = values.find((value) => value === text);
	if (known === undefined) throw new UsageError(`unknown ${what}: "${text}" (expected ${values.join(', ')})`);
	return known;
}

/** The format that is asked for, else the one that the file's name ends with, else CSV. */
function formatOf({ format, out }: ExportFlags): ListFormat {
	if (format !== undefined) return oneOf('format', format, LIST_FORMATS);
	return LIST_FORMATS.find((each) => `.${each}` === extname(out).toLowerCase()) ?? 'csv';
}

async function describeLists(stores: ListStores) {
	const exports = await lastExportByList(stores.records);
	const described = [];
	for (const { list_id, name, definition } of await allLists(stores.records)) {
		const { matching, recipients, reasons } = await countList(stores, { listId: list_id, definition });
		const last = exports.get(list_id);
		described.push({
			id: list_id,
			name,
			channel: definition.channel,
			purpose: definition.purpose,
			matching,
			recipients,
			excluded: reasons,
			lastExport: last === undefined ? null : { at: last.exported_at, rows: last.rows },
		});
	}
	return described;
}

async function listNamed({ records }: ListStores, name: string): Promise<DefinedList> {
	const list = await listByName(records, name);
	if (list !== null) return list;
	const names = (await allLists(records)).map((each) => each.name);
	throw new UsageError(
		`no such list: "${name}" (${names.length === 0 ? 'there is none yet' : `expected ${names.join(', ')}`})`,
	);
}

/** Exports into a file that is there whole once it is in the register, or not at all. */
async function exportTo(out: string, stores: ListStores, asked: ListExport): Promise<ExportedList> {
	const left: string[] = [];
	const release = async (bytes: Buffer): Promise<void> => {
		await writeToFile(out, (folder, fileName) => writeFile(join(folder, fileName), bytes, { mode: 0o600 }));
		left.push(out);
	};
	try {
		return await exportList(stores, { ...asked, release });
	} catch (error) {
		// It was let go, and could then not be entered into the register.
		for (const path of left) await rm(path, { force: true });
		if (!(error instanceof ExportError)) throw error;
		throw new FailedError({ kind: 'export', message: error.message, hint: error.hint }, false);
	}
}

export function addList(program: Command, signal: AbortSignal): void {
	const list = program.command('list').description('target lists, behind the consent gate');

	list
		.command('ls')
		.description('every list: whom it means, who of them may be reached now, and what left of it last')
		.addHelpText('after', '\nExample:\n  kundig list ls --json')
		.action(async (_: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const lists = await withStores(dataDir, describeLists);
			if (options.json) print(JSON.stringify({ lists }, null, 2));
			else if (lists.length === 0) print('no list yet: make one on the page Lists');
			else {
				print(
					alignedTable(
						['name', 'channel', 'purpose', 'matching', 'recipients', 'last export'],
						lists.map((each) => [
							each.name,
							each.channel,
							each.purpose,
							String(each.matching),
							String(each.recipients),
							each.lastExport?.at ?? 'never',
						]),
					),
				);
			}
		});

	list
		.command('export <name>')
		.description('write who may be reached to a file, and enter it into the register')
		.requiredOption('--out <file>', 'the file to write')
		.requiredOption('--channel <channel>', `how they are going to be reached: ${CONSENT_CHANNELS.join(', ')}`)
		.requiredOption('--purpose <purpose>', `what for: ${CONSENT_PURPOSES.join(', ')}`)
		.option('--format <format>', `${LIST_FORMATS.join(', ')} (default by the file's name, else csv)`)
		.addHelpText(
			'after',
			'\nExample:\n  kundig list export "Champions at risk" --out champions.csv --channel email --purpose marketing',
		)
		.action(async (name: string, flags: ExportFlags, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const channel = oneOf('channel', flags.channel, CONSENT_CHANNELS);
			const purpose = oneOf('purpose', flags.purpose, CONSENT_PURPOSES);
			const format = formatOf(flags);
			const file = resolve(flags.out);
			const { receipt, excluded, listName } = await withStores(dataDir, async (stores, snapshot) => {
				const found = await listNamed(stores, name);
				const reach = { channel, purpose };
				const asked = { list: found, reach, format, userId: LOCAL_USER_ID, snapshotId: snapshot.id };
				return { ...(await exportTo(file, stores, asked)), listName: found.name };
			});
			if (options.json) {
				const { rows, sha256, snapshot_id: snapshot } = receipt;
				print(
					JSON.stringify({ list: listName, file, format, rows, sha256, excluded, snapshot, purpose, channel }, null, 2),
				);
				return;
			}
			print(`${receipt.rows} rows of "${listName}" written to ${flags.out} for ${channel}, ${purpose}`);
			for (const { reason, rows } of excluded) print(`  left out: ${rows} ${reason}`);
			say(`sha256 ${receipt.sha256}`);
		});
}

import { attach, openMemory } from '../database.ts';
import type { Connection } from '../database.ts';

/** In this order: each later line would forbid an earlier one. */
const LOCKS = [
	"set search_path = 'marts.main'",
	"set temp_directory = ''",
	'set allow_community_extensions = false',
	'set allow_persistent_secrets = false',
	'set enable_external_access = false',
	"set disabled_filesystems = 'LocalFileSystem'",
	'set lock_configuration = true',
];

/** Refuses to go on where a lock does not hold: reading the setting back proves nothing, an attack does. */
async function proveLocked(connection: Connection, marts: string): Promise<void> {
	try {
		await connection.run('select size from read_blob($1)', [marts]);
	} catch {
		return;
	}
	throw new Error('the file system could be read after it was locked');
}

/**
 * A connection that can read one marts file, as catalogue `marts` and by unqualified names, and nothing else: no file,
 * no network, no extension, no setting. The attached file stays readable because it was opened before.
 */
export async function openLocked(marts: string, memoryLimit: string): Promise<Connection> {
	const database = await openMemory({ threads: 1, memoryLimit });
	const connection = await database.connect();
	await attach(connection, marts, 'marts', { readOnly: true });
	for (const lock of LOCKS) await connection.run(lock);
	await proveLocked(connection, marts);
	return connection;
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adoptRecords } from '#records/adopt.ts';
import type { Records } from '#records/database.ts';
import type { LoadedConfig } from './config.ts';
import { temporaryFolder } from './data-folder.ts';
import { ConfigError } from './errors.ts';
import { failpoint } from './failpoint.ts';

/**
 * Takes over the records that the config names (`records`), the first time: afterwards, and where anybody has typed anything
 * already, they stay as they are in the data folder. Gives a sentence that says what happened, or null where the config
 * names none.
 * @throws ConfigError when there is no such file and nothing of one's own
 */
export async function takeOverRecords(
	records: Records,
	dataDir: string,
	runId: string,
	{ config, dir, file }: LoadedConfig,
): Promise<string | null> {
	if (config.records === undefined) return null;
	const path = resolve(dir, config.records);
	if (!existsSync(path)) {
		throw new ConfigError(`${file}: records: no such file: ${path}`, {
			hint: 'name a records.db, or leave the key out',
		});
	}
	const isAdopted = await adoptRecords(records, {
		file: path,
		workFolder: join(temporaryFolder(dataDir, runId), 'adopted'),
		onWriting: () => failpoint('records.adopting'),
	});
	failpoint('records.adopted');
	return isAdopted
		? `The records of ${path} were taken over`
		: `The data folder has records of its own; those of ${path} are left alone`;
}

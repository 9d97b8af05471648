import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { once } from './once.ts';
import { dataFolder } from './settings.ts';

/** The records of the data folder, opened once per process. */
export function records(): Promise<Records> {
	return once('records', () => openRecords(dataFolder()));
}

import type { Records } from '#records/database.ts';
import { sourceStates } from '#records/sources.ts';
import type { Config } from './config.ts';
import { hasEdits } from './sources/records/cursor.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';

/**
 * Names of the sources of a run in their order: those of the config, then the records where somebody has typed something,
 * a run has loaded them before, the config brings some along, or they are asked for by name.
 */
export async function sourcesOfRun(
	records: Records,
	config: Config,
	onlySources: readonly string[] | null,
): Promise<string[]> {
	const names = config.sources.map(({ name }) => name);
	const isTaken =
		onlySources?.includes(RECORDS_SOURCE) === true ||
		config.records !== undefined ||
		(await hasEdits(records)) ||
		(await sourceStates(records)).some(({ source }) => source === RECORDS_SOURCE);
	return isTaken ? [...names, RECORDS_SOURCE] : names;
}

import type { Connection } from '#warehouse/database.ts';
import { activeLoads } from '#warehouse/raw.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import type { StagingSource } from '#warehouse/staging.ts';
import type { Config } from './config.ts';
import { recordsStaging } from './sources/records/mapping.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';

/** The sources that staging views are made of, in order: those of the config, then the records where raw has them. */
export async function stagingSources(connection: Connection, config: Config): Promise<StagingSource[]> {
	const sources: StagingSource[] = [];
	for (const source of config.sources) {
		sources.push({ ...source, loads: (await activeLoads(connection, source.name)).length });
	}
	if ((await sourceCursor(connection, RECORDS_SOURCE)) !== null) sources.push(recordsStaging(config.company));
	return sources;
}

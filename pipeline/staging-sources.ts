import type { Connection } from '#warehouse/database.ts';
import { activeLoads } from '#warehouse/raw.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import { quotedName } from '#warehouse/staging.ts';
import type { StagingSource } from '#warehouse/staging.ts';
import type { Config } from './config.ts';
import { deletedSql } from './load/deleted-rows.ts';
import { readContract } from './load/contract.ts';
import { isFileSource } from './sources/schema.ts';
import type { Source } from './sources/schema.ts';
import { recordsStaging } from './sources/records/mapping.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';

/** SQL of the rows of a source that count: the current version of what is not deleted there; undefined for all. */
function rowFilter(source: Source): string | undefined {
	const isDeleted = deletedSql(readContract(source), (name) => quotedName(name));
	const conditions = [
		...(source.disposition === 'scd2' ? ['_valid_to is null'] : []),
		...(isDeleted === null ? [] : [`not ${isDeleted}`]),
	];
	return conditions.length === 0 ? undefined : conditions.join(' and ');
}

/** The sources that staging views are made of, in order: those of the config, then the records where raw has them. */
export async function stagingSources(connection: Connection, config: Config): Promise<StagingSource[]> {
	const sources: StagingSource[] = [];
	for (const source of config.sources) {
		const loads = (await activeLoads(connection, source.name)).length;
		// Rows that came page by page lie in raw once, whichever load brought them.
		sources.push({ ...source, loads: isFileSource(source) ? loads : 1, rowFilter: rowFilter(source) });
	}
	if ((await sourceCursor(connection, RECORDS_SOURCE)) !== null) sources.push(recordsStaging(config.company));
	return sources;
}

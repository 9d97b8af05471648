import type { Connection } from '#warehouse/database.ts';
import { eventDays } from '#warehouse/event-days.ts';
import type { EventDays } from '#warehouse/event-days.ts';
import { activeLoads } from '#warehouse/raw.ts';
import { stagingFingerprint, stagingViews } from '#warehouse/staging.ts';
import type { LoadedConfig } from './config.ts';

export interface Mapped {
	/** Changes with the mapping and the company's settings. */
	readonly fingerprint: string;
	readonly events: EventDays;
}

/** Makes the staging views of the config: from here on everything reads entities, whatever the source. */
export async function mapSources(connection: Connection, { config }: LoadedConfig): Promise<Mapped> {
	const sources = [];
	for (const source of config.sources) {
		sources.push({ ...source, loads: (await activeLoads(connection, source.name)).length });
	}
	const views = stagingViews(sources, config.company.zone);
	for (const view of views) await connection.run(`create or replace temp view ${view.name} as\n${view.sql}`);
	return {
		fingerprint: `${stagingFingerprint(views)} ${JSON.stringify(config.company)}`,
		events: await eventDays(connection),
	};
}

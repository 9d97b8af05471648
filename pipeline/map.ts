import type { Connection } from '#warehouse/database.ts';
import { eventDays } from '#warehouse/event-days.ts';
import type { EventDays } from '#warehouse/event-days.ts';
import { stagingFingerprint, stagingViews } from '#warehouse/staging.ts';
import type { StagingSource, StagingView } from '#warehouse/staging.ts';
import type { LoadedConfig } from './config.ts';
import { stagingSources } from './staging-sources.ts';

export interface Mapped {
	/** Changes with the mapping and the company's settings. */
	readonly fingerprint: string;
	readonly events: EventDays;
	readonly sources: readonly StagingSource[];
	readonly views: readonly StagingView[];
}

/**
 * Makes the staging views of the config and of the records: from here on everything reads entities, whatever the source.
 * @param now the clock: what is dated after its day is planned, and has not happened
 */
export async function mapSources(
	connection: Connection,
	{ config }: LoadedConfig,
	now: Temporal.Instant,
): Promise<Mapped> {
	const sources = await stagingSources(connection, config);
	const views = stagingViews(sources, config.company.zone);
	for (const { name, sql, isKept } of views) {
		await connection.run(`create or replace temp ${isKept ? 'table' : 'view'} ${name} as\n${sql}`);
	}
	return {
		fingerprint: `${stagingFingerprint(views)} ${JSON.stringify(config.company)}`,
		events: await eventDays(connection, now.toZonedDateTimeISO(config.company.zone).toPlainDate().toString()),
		sources,
		views,
	};
}

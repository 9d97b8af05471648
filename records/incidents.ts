import type { Records, RecordsTransaction } from './database.ts';
import type { AlertChannel, IncidentKind, IncidentsTable } from './schema/incidents.ts';
import { newId } from './values/id.ts';

/** Something that has been wrong for long enough to tell somebody. */
export interface Trouble {
	/** What it is about: of each one incident is open at a time. */
	readonly subject: string;
	readonly kind: IncidentKind;
	/** The run that failed last; null where it is not about runs. */
	readonly runId: string | null;
	readonly source: string | null;
	/** An instant: of the first slot that failed, or when the source brought something last. */
	readonly failingSince: string;
}

export interface Incident extends Trouble {
	readonly incidentId: string;
	readonly openedAt: string;
	readonly closedAt: string | null;
}

function toIncident(row: IncidentsTable): Incident {
	return {
		incidentId: row.incident_id,
		subject: row.subject,
		kind: row.kind,
		runId: row.run_id,
		source: row.source,
		failingSince: row.failing_since,
		openedAt: row.opened_at,
		closedAt: row.closed_at,
	};
}

/** How far back the beginning of a row of failures is looked for. */
const SLOTS_LOOKED_AT = 500;

/**
 * The schedules whose last slots have failed for good, `after` of them or more in a row, with no successful run of the same
 * work since.
 */
export async function failingSchedules(records: Records, after: number): Promise<Trouble[]> {
	const schedules = await records
		.selectFrom('schedules')
		.select(['schedule_id', 'only_sources'])
		.where('is_active', '=', 1)
		.orderBy('schedule_id')
		.execute();
	const troubles: Trouble[] = [];
	for (const { schedule_id: id, only_sources: sources } of schedules) {
		const ended = await records
			.selectFrom('slots')
			.select(['slot_at', 'state', 'run_id', 'ended_at'])
			.where('schedule_id', '=', id)
			.where('state', 'in', ['succeeded', 'failed'])
			.orderBy('slot_at', 'desc')
			.limit(SLOTS_LOOKED_AT)
			.execute();
		const lastSuccess = ended.findIndex(({ state }) => state === 'succeeded');
		const failed = lastSuccess === -1 ? ended : ended.slice(0, lastSuccess);
		const [newest] = failed;
		const oldest = failed.at(-1);
		if (newest === undefined || oldest === undefined || failed.length < after) continue;
		const since = await records
			.selectFrom('runs')
			.select('run_id')
			.where('status', 'in', ['ok', 'unchanged'])
			.where('only_sources', sources === null ? 'is' : '=', sources)
			.where('ended_at', '>', newest.ended_at ?? '')
			.limit(1)
			.executeTakeFirst();
		if (since) continue;
		troubles.push({
			subject: `schedule:${id}`,
			kind: 'runs',
			runId: newest.run_id,
			source: null,
			failingSince: oldest.slot_at,
		});
	}
	return troubles;
}

async function tell(
	transaction: RecordsTransaction,
	incidentId: string,
	event: 'opened' | 'closed',
	channels: readonly AlertChannel[],
	now: string,
): Promise<void> {
	for (const channel of channels) {
		await transaction
			.insertInto('alerts')
			.values({
				alert_id: newId(),
				incident_id: incidentId,
				event,
				channel,
				state: 'waiting',
				attempts: 0,
				next_at: now,
				created_at: now,
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
}

/**
 * Opens an incident for each trouble that has none, closes those whose trouble is over, and files what is to be told of
 * either, all in one transaction: each is told once by each channel, whatever restarts. That it is over is told where it
 * was told that it began.
 */
export async function settleIncidents(
	records: Records,
	troubles: readonly Trouble[],
	channels: readonly AlertChannel[],
	now: string,
): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		const open = await transaction.selectFrom('incidents').selectAll().where('closed_at', 'is', null).execute();
		for (const trouble of troubles) {
			const known = open.find(({ subject }) => subject === trouble.subject);
			const incidentId = known?.incident_id ?? newId();
			if (known === undefined) {
				await transaction
					.insertInto('incidents')
					.values({
						incident_id: incidentId,
						subject: trouble.subject,
						kind: trouble.kind,
						run_id: trouble.runId,
						source: trouble.source,
						failing_since: trouble.failingSince,
						opened_at: now,
					})
					.execute();
			}
			await tell(transaction, incidentId, 'opened', channels, now);
		}
		const subjects = new Set(troubles.map(({ subject }) => subject));
		for (const { incident_id: incidentId, subject } of open) {
			if (subjects.has(subject)) continue;
			await transaction
				.updateTable('incidents')
				.set({ closed_at: now })
				.where('incident_id', '=', incidentId)
				.execute();
			const told = await transaction
				.selectFrom('alerts')
				.select('channel')
				.where('incident_id', '=', incidentId)
				.where('event', '=', 'opened')
				.execute();
			await tell(
				transaction,
				incidentId,
				'closed',
				told.map(({ channel }) => channel),
				now,
			);
		}
	});
}

/** What is wrong now, the oldest first. */
export async function openIncidents(records: Records): Promise<Incident[]> {
	const rows = await records
		.selectFrom('incidents')
		.selectAll()
		.where('closed_at', 'is', null)
		.orderBy('opened_at')
		.orderBy('incident_id')
		.execute();
	return rows.map(toIncident);
}

/** The incident of an id, or null. */
export async function incidentById(records: Records, incidentId: string): Promise<Incident | null> {
	const row = await records
		.selectFrom('incidents')
		.selectAll()
		.where('incident_id', '=', incidentId)
		.executeTakeFirst();
	return row ? toIncident(row) : null;
}

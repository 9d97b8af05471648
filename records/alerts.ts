import type { Selectable } from 'kysely';
import type { Records } from './database.ts';
import type { AlertChannel, AlertEvent, AlertsTable, AlertState } from './schema/incidents.ts';
import { newId } from './values/id.ts';

/** A message that is told by one channel, or was, or could not be. */
export interface Alert {
	/** The same at each attempt: who receives it twice can tell. */
	readonly alertId: string;
	/** null for a test. */
	readonly incidentId: string | null;
	readonly event: AlertEvent;
	readonly channel: AlertChannel;
	readonly state: AlertState;
	readonly attempts: number;
	readonly nextAt: string | null;
	readonly createdAt: string;
	readonly endedAt: string | null;
	readonly error: string | null;
}

/** A way to tell somebody, with the server it goes through. */
export interface AlertWay {
	readonly channel: AlertChannel;
	readonly target: string;
}

function toAlert(row: Selectable<AlertsTable>): Alert {
	return {
		alertId: row.alert_id,
		incidentId: row.incident_id,
		event: row.event,
		channel: row.channel,
		state: row.state,
		attempts: row.attempts,
		nextAt: row.next_at,
		createdAt: row.created_at,
		endedAt: row.ended_at,
		error: row.error,
	};
}

/** Notes the channels of the config, for pages to show; what waits for one that is gone is not sent any more. */
export async function saveAlertWays(records: Records, ways: readonly AlertWay[], now: string): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		await transaction.deleteFrom('alert_channels').execute();
		if (ways.length > 0)
			await transaction
				.insertInto('alert_channels')
				.values([...ways])
				.execute();
		const channels = ways.map(({ channel }) => channel);
		await transaction
			.updateTable('alerts')
			.set({ state: 'failed', next_at: null, ended_at: now, error: 'the config names this channel no more' })
			.where('state', '=', 'waiting')
			.$if(channels.length > 0, (query) => query.where('channel', 'not in', channels))
			.execute();
	});
}

/** The channels of the config. */
export async function alertWays(records: Records): Promise<AlertWay[]> {
	return records.selectFrom('alert_channels').select(['channel', 'target']).orderBy('channel').execute();
}

/** Asks for a test message by each channel; one that waits is not doubled. Gives how many channels there are. */
export async function wantTestAlerts(records: Records, now: string): Promise<number> {
	return records.transaction().execute(async (transaction) => {
		const ways = await transaction.selectFrom('alert_channels').select('channel').execute();
		const waiting = await transaction
			.selectFrom('alerts')
			.select('channel')
			.where('event', '=', 'test')
			.where('state', '=', 'waiting')
			.execute();
		for (const { channel } of ways) {
			if (waiting.some((alert) => alert.channel === channel)) continue;
			await transaction
				.insertInto('alerts')
				.values({
					alert_id: newId(),
					incident_id: null,
					event: 'test',
					channel,
					state: 'waiting',
					attempts: 0,
					next_at: now,
					created_at: now,
				})
				.execute();
		}
		return ways.length;
	});
}

/** A wait further ahead than any comes of a clock that went back. */
const FURTHEST_MS = 24 * 3_600_000;

/** What is to be sent now, in the order in which it happened: that something is over waits until it is told that it began. */
export async function dueAlerts(records: Records, now: string): Promise<Alert[]> {
	const furthest = new Date(Date.parse(now) + FURTHEST_MS).toISOString();
	const rows = await records
		.selectFrom('alerts')
		.selectAll()
		.where('state', '=', 'waiting')
		.where((where) => where.or([where('next_at', '<=', now), where('next_at', '>', furthest)]))
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom('alerts as before')
						.select('before.alert_id')
						.where('before.incident_id', '=', where.ref('alerts.incident_id'))
						.where('before.channel', '=', where.ref('alerts.channel'))
						.where('before.state', '=', 'waiting')
						.where('before.alert_id', '<', where.ref('alerts.alert_id')),
				),
			),
		)
		.orderBy('alert_id')
		.execute();
	return rows.map(toAlert);
}

/** How an attempt to send ended: sent, to be tried again at an instant, or given up. */
export type AlertOutcome =
	| { readonly state: 'sent'; readonly error: string | null }
	| { readonly state: 'waiting'; readonly nextAt: string; readonly error: string }
	| { readonly state: 'failed'; readonly error: string };

export async function noteAlert(records: Records, alertId: string, outcome: AlertOutcome, now: string): Promise<void> {
	await records
		.updateTable('alerts')
		.set((set) => ({
			state: outcome.state,
			attempts: set('attempts', '+', 1),
			next_at: outcome.state === 'waiting' ? outcome.nextAt : null,
			ended_at: outcome.state === 'waiting' ? null : now,
			error: outcome.error,
		}))
		.where('alert_id', '=', alertId)
		.where('state', '=', 'waiting')
		.execute();
}

/** The newest messages first. */
export async function lastAlerts(records: Records, limit: number): Promise<Alert[]> {
	const rows = await records.selectFrom('alerts').selectAll().orderBy('alert_id', 'desc').limit(limit).execute();
	return rows.map(toAlert);
}

/** What was told of an incident, or is to be, in its order. */
export async function alertsOfIncident(records: Records, incidentId: string): Promise<Alert[]> {
	const rows = await records
		.selectFrom('alerts')
		.selectAll()
		.where('incident_id', '=', incidentId)
		.orderBy('alert_id')
		.execute();
	return rows.map(toAlert);
}

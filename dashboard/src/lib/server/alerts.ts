import { alertsOfIncident, alertWays, lastAlerts, wantTestAlerts } from '#records/alerts.ts';
import type { Alert, AlertWay } from '#records/alerts.ts';
import { openIncidents } from '#records/incidents.ts';
import type { Incident } from '#records/incidents.ts';
import { records } from './records.ts';

const SHOWN_ALERTS = 6;

/** What is wrong for longer, and what was told of it. */
export interface IncidentRow extends Pick<Incident, 'incidentId' | 'kind' | 'runId' | 'source' | 'failingSince'> {
	/** The messages that say that it began. */
	readonly told: readonly Pick<Alert, 'channel' | 'state'>[];
}

export interface AlertsPage {
	readonly incidents: readonly IncidentRow[];
	/** The channels of the config. */
	readonly ways: readonly AlertWay[];
	/** The newest first. */
	readonly alerts: readonly Alert[];
}

export async function readAlerts(): Promise<AlertsPage> {
	const db = await records();
	const [open, ways, alerts] = await Promise.all([openIncidents(db), alertWays(db), lastAlerts(db, SHOWN_ALERTS)]);
	const incidents = await Promise.all(
		open.map(async ({ incidentId, kind, runId, source, failingSince }) => {
			const told = (await alertsOfIncident(db, incidentId)).filter(({ event }) => event === 'opened');
			return {
				incidentId,
				kind,
				runId,
				source,
				failingSince,
				told: told.map(({ channel, state }) => ({ channel, state })),
			};
		}),
	);
	return { incidents, ways, alerts };
}

/** Asks for a test message by every channel. Gives whether there is one. */
export async function askForTest(): Promise<boolean> {
	return (await wantTestAlerts(await records(), new Date().toISOString())) > 0;
}

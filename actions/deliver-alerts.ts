import { dueAlerts, noteAlert } from '#records/alerts.ts';
import type { Alert, AlertOutcome } from '#records/alerts.ts';
import type { Records } from '#records/database.ts';
import { incidentById } from '#records/incidents.ts';
import { runById } from '#records/runs.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { sourceStates } from '#records/sources.ts';
import type { AlertSettings } from './alert-settings.ts';
import { composeAlert } from './compose-alert.ts';
import type { ComposedAlert } from './compose-alert.ts';
import { sendEmail } from './send-email.ts';
import { sendWebhook } from './send-webhook.ts';

const MINUTE_MS = 60_000;
const WAITS_MS = [1, 5, 15, 60, 240].map((minutes) => minutes * MINUTE_MS);
const ERROR_LETTERS = 300;

export interface Delivery {
	readonly settings: AlertSettings;
	readonly company: string;
	readonly zone: string;
	/** The address of the dashboard, without a slash at its end. */
	readonly link: string;
}

export interface DeliveryOptions {
	/** How long to wait before each further attempt to send. */
	readonly waitsMs?: readonly number[];
	readonly now?: () => number;
}

async function compose(records: Records, alert: Alert, { company, zone, link }: Delivery): Promise<ComposedAlert> {
	const incident = alert.incidentId === null ? null : await incidentById(records, alert.incidentId);
	const run = incident?.runId ? await runById(records, incident.runId) : null;
	const source = (await sourceStates(records)).find((state) => state.source === incident?.source) ?? null;
	return composeAlert({
		alert,
		incident,
		run,
		source,
		snapshot: await currentSnapshot(records),
		company,
		zone,
		link,
	});
}

async function send({ settings }: Delivery, alert: Alert, message: ComposedAlert): Promise<string | null> {
	const { email, webhook } = settings;
	if (alert.channel === 'email') {
		if (email === undefined) throw new Error('the config names no e-mail server');
		return sendEmail(email, message);
	}
	if (webhook === undefined) throw new Error('the config names no webhook');
	await sendWebhook(webhook, message);
	return null;
}

/**
 * Sends what is due and notes what came of it: sent, to be tried again a little later, or given up. Never throws because of
 * a message. A process that dies between the sending and the note sends once more, under the same id. Gives how many were
 * tried.
 */
export async function deliverAlerts(
	records: Records,
	delivery: Delivery,
	{ waitsMs = WAITS_MS, now = Date.now }: DeliveryOptions = {},
): Promise<number> {
	const due = await dueAlerts(records, new Date(now()).toISOString());
	for (const alert of due) {
		let outcome: AlertOutcome;
		try {
			outcome = { state: 'sent', error: await send(delivery, alert, await compose(records, alert, delivery)) };
		} catch (cause) {
			const error = (cause instanceof Error ? cause.message : String(cause)).slice(0, ERROR_LETTERS);
			const wait = waitsMs[alert.attempts];
			outcome =
				wait === undefined
					? { state: 'failed', error }
					: { state: 'waiting', nextAt: new Date(now() + wait).toISOString(), error };
		}
		await noteAlert(records, alert.alertId, outcome, new Date(now()).toISOString());
	}
	return due.length;
}

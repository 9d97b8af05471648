import { setTimeout as sleep } from 'node:timers/promises';
import { deliverAlerts } from '#actions/deliver-alerts.ts';
import type { Delivery, DeliveryOptions } from '#actions/deliver-alerts.ts';
import { alertWays, saveAlertWays } from '#records/alerts.ts';
import type { AlertWay } from '#records/alerts.ts';
import type { Records } from '#records/database.ts';
import { failingSchedules, settleIncidents } from '#records/incidents.ts';
import type { Trouble } from '#records/incidents.ts';
import { freshness, sourceStates } from '#records/sources.ts';
import type { Config } from './config.ts';
import type { ConfigWatch } from './config-watch.ts';

const LOOK_EVERY_MS = 30_000;
const DELIVER_EVERY_MS = 1_000;
/** What is on its way longer is sent at the next start. */
const STOP_MS = 2_000;

/** The channels that a config names, each with the server it goes through. */
export function waysOf({ email, webhook }: Config['alerts']): AlertWay[] {
	return [
		...(email === undefined ? [] : [{ channel: 'email' as const, target: `${email.host}:${email.port}` }]),
		...(webhook === undefined ? [] : [{ channel: 'webhook' as const, target: new URL(webhook.url).host }]),
	];
}

/** Everything that has been wrong for long enough to tell somebody: schedules that fail, sources that are late. */
export async function findTroubles(records: Records, after: number, now: Date): Promise<Trouble[]> {
	const late = (await sourceStates(records)).filter((state) => freshness(state, now) === 'late');
	return [
		...(await failingSchedules(records, after)),
		...late.map(({ source, lastLoadedAt }) => ({
			subject: `source:${source}`,
			kind: 'late' as const,
			runId: null,
			source,
			failingSince: new Date(lastLoadedAt ?? now).toISOString(),
		})),
	];
}

/** Opens and closes incidents, and sends what is to be told of them, beside everything else that the supervisor does. */
export class AlertKeeper {
	readonly #records: Records;
	readonly #config: ConfigWatch;
	readonly #link: string;
	readonly #complain: (error: unknown) => void;
	readonly #options: DeliveryOptions;
	#lookedAt = -Infinity;
	#deliveredAt = -Infinity;
	#delivering: Promise<void> | null = null;
	#isStopped = false;

	/** @param link the dashboard's own address, for messages where the config names none */
	constructor(
		records: Records,
		config: ConfigWatch,
		{ link, complain, ...options }: { link: string; complain: (error: unknown) => void } & DeliveryOptions,
	) {
		this.#records = records;
		this.#config = config;
		this.#link = link;
		this.#complain = complain;
		this.#options = options;
	}

	/** To be called again and again: looks twice a minute, and sends beside what else is done. */
	async look(): Promise<void> {
		const now = performance.now();
		if (now - this.#lookedAt >= LOOK_EVERY_MS) {
			this.#lookedAt = now;
			await this.#settle();
		}
		if (this.#delivering === null && now - this.#deliveredAt >= DELIVER_EVERY_MS) {
			this.#deliveredAt = now;
			this.#delivering = this.#deliver().finally(() => (this.#delivering = null));
		}
	}

	/** A run has ended: something may be wrong now, or over. */
	runEnded(): void {
		this.#lookedAt = -Infinity;
	}

	/** Waits a moment for what is on its way. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		if (this.#delivering !== null) await Promise.race([this.#delivering, sleep(STOP_MS, undefined, { ref: false })]);
	}

	async #settle(): Promise<void> {
		const loaded = await this.#config.lastGood();
		if (loaded === null) return;
		const { alerts } = loaded.config;
		const now = new Date();
		const ways = waysOf(alerts);
		if (JSON.stringify(await alertWays(this.#records)) !== JSON.stringify(ways)) {
			await saveAlertWays(this.#records, ways, now.toISOString());
		}
		const troubles = await findTroubles(this.#records, alerts.after, now);
		const channels = ways.map(({ channel }) => channel);
		await settleIncidents(this.#records, troubles, channels, now.toISOString());
	}

	async #deliver(): Promise<void> {
		try {
			const loaded = await this.#config.lastGood();
			if (loaded === null) return;
			const { alerts, company } = loaded.config;
			const delivery: Delivery = {
				settings: alerts,
				company: company.name,
				zone: company.zone,
				link: alerts.link ?? this.#link,
			};
			await deliverAlerts(this.#records, delivery, this.#options);
		} catch (error) {
			if (!this.#isStopped) this.#complain(error);
		}
	}
}

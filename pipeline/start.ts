import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { lastRuns, nextWantedRun, runById, stepsOfRun, wantRun } from '#records/runs.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { AlertKeeper } from './alert-keeper.ts';
import { storeVersion } from '#records/store-version.ts';
import { buildApp, isAppBuilt } from './app-build.ts';
import { folderConfig, hasCompany } from './company-config.ts';
import { ConfigWatch } from './config-watch.ts';
import { loadConfig } from './config.ts';
import { clearLeftovers, giveUpReserve } from './data-folder.ts';
import { demoFolder, hasDemo, makeDemo, yesterday } from './demo-company.ts';
import { describeFailure } from './describe-failure.ts';
import { UsageError } from './errors.ts';
import { EditFollower } from './follow-edits.ts';
import { productVersion, projectFolder } from './project.ts';
import { plannedSteps, stepTasks } from './planned-steps.ts';
import type { Preparation } from './progress-page.ts';
import { listenHost, openProgressServer } from './progress-server.ts';
import type { RunMessage, RunOrder } from './run-process.ts';
import { sourcesOfRun } from './run-sources.ts';
import { Scheduler } from './scheduler.ts';
import { displayTasks, say } from './terminal.ts';
import type { TaskDisplay } from './terminal.ts';
import { UploadKeeper } from './uploads/upload-keeper.ts';
import { upgradeBehindPage } from './upgrade-page.ts';
import { olderStores } from './upgrade.ts';
import { startWeb } from './web-process.ts';
import type { WebProcess } from './web-process.ts';

export interface StartOptions {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	/** null for the demo company, which is made when the folder has none. */
	readonly configFile: string | null;
	readonly withSchedule: boolean;
}

/** Why a supervisor ends: it was told to, or the data folder is about to hold another company. */
type Ending = 'stopped' | 'replaced';

const LOOK_EVERY_MS = 250;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const RETRY_MS = 1_000;

/**
 * Whether an address may be served: only this machine's own until there is sign-in.
 * @throws UsageError
 */
export function requireLoopback(host: string): void {
	if (LOOPBACK.has(host)) return;
	throw new UsageError(`--host ${host} is refused: anybody who reaches it could read every customer`, {
		hint: 'until sign-in exists Kundig serves 127.0.0.1 alone; use an SSH tunnel to reach it from elsewhere',
	});
}

/**
 * The supervisor: holds the lease, serves the progress page at once, builds the app when its sources changed, makes the
 * demo where there is no other config, runs the pipeline when a run is wanted, a slot is due or edits have come to rest, and
 * keeps the dashboard's server up. Where somebody puts their own company in the place of the demo it begins again with that.
 * Returns when the signal asks it to stop and everything it started has ended.
 * @throws LeaseHeldError, PortInUseError, ConfigError, UsageError before anything is served
 */
export async function start(options: StartOptions, signal: AbortSignal): Promise<void> {
	requireLoopback(options.host);
	// A wrong config stops before anything runs.
	if (options.configFile !== null) await loadConfig(options.configFile);
	while ((await serveFolder(options, signal)) === 'replaced') {
		say('The demo company is put aside; going on with your own');
	}
}

/** Serves the data folder as it is, until told to stop or another company is to take its place. */
async function serveFolder(options: StartOptions, signal: AbortSignal): Promise<Ending> {
	const older = await olderStores(options.dataDir, true);
	if (older !== null) await upgradeBehindPage(options, older);
	const records = await openRecords(options.dataDir);
	const lease = await takeLease(records, options.dataDir, 'supervisor', new Date());
	const renewing = setInterval(() => void lease.renew().catch(() => undefined), 5_000);
	try {
		await clearLeftovers(records, options.dataDir);
		return await new Supervisor(options, records, lease.token, signal).serve();
	} finally {
		clearInterval(renewing);
		await lease.release();
		await records.destroy();
	}
}

class Supervisor {
	readonly #options: StartOptions;
	readonly #records: Records;
	readonly #token: number;
	readonly #ending = new AbortController();
	readonly #signal: AbortSignal;
	readonly #configFile: string;
	readonly #edits: EditFollower;
	readonly #scheduler: Scheduler;
	readonly #alerts: AlertKeeper;
	readonly #uploads: UploadKeeper;
	#app: Preparation['app'] = { status: 'waiting', error: null };
	#demo: Preparation['demo'] = null;
	#demoError: unknown = null;
	#server: Server | null = null;
	#web: WebProcess | null = null;
	#runChild: ChildProcess | null = null;
	#runDisplay: TaskDisplay | null = null;
	/** When what follows the end of a run, or of the dashboard's server, is done too. */
	#runEnded: Promise<void> = Promise.resolve();
	/** The run that builds the figures anew after an upgrade: the pages of this version wait for it. */
	#rebuilding: string | null = null;
	#reason: Preparation['reason'] = 'first';
	#webEnded: Promise<void> = Promise.resolve();

	constructor(options: StartOptions, records: Records, token: number, signal: AbortSignal) {
		this.#options = options;
		this.#records = records;
		this.#token = token;
		this.#signal = AbortSignal.any([signal, this.#ending.signal]);
		const { dataDir } = options;
		const kind = options.configFile !== null ? 'named' : hasCompany(dataDir) ? 'company' : 'demo';
		this.#configFile = options.configFile ?? folderConfig(dataDir);
		this.#edits = new EditFollower(records, this.#configFile);
		const { withSchedule, port } = options;
		const complain = this.#complain;
		const config = new ConfigWatch(this.#configFile);
		this.#scheduler = new Scheduler(records, config, { withSchedule, complain });
		this.#alerts = new AlertKeeper(records, config, { link: `http://localhost:${port}`, complain });
		this.#uploads = new UploadKeeper(records, { dataDir, configFile: this.#configFile, kind, config, complain });
	}

	async serve(): Promise<Ending> {
		const { port } = this.#options;
		await this.#openServer();
		say(`Kundig is getting ready at http://localhost:${port} (data in ${this.#options.dataDir})`);
		const building = this.#buildApp();
		try {
			await this.#makeDemo();
			await this.#wantFirstRun();
			await this.#scheduler.start();
			return await this.#look(building);
		} finally {
			await this.#scheduler.stop();
			await this.#alerts.stop();
			await this.#uploads.stop();
			await this.#stop();
			await building;
		}
	}

	/** Asks for a run where there is nothing to show, or what there is was built by another version. */
	async #wantFirstRun(): Promise<void> {
		const snapshot = await currentSnapshot(this.#records);
		const { appVersion } = await storeVersion(this.#records);
		if (snapshot !== null && appVersion === productVersion()) return;
		const { runId } = await wantRun(this.#records, { trigger: 'start' });
		if (snapshot !== null) {
			this.#rebuilding = runId;
			this.#reason = 'upgrade';
		} else if (appVersion !== null) {
			this.#reason = 'again';
		}
	}

	/** Looks for work until told to stop. What goes wrong, for instance on a full disk, is said and tried again. */
	async #look(building: Promise<void>): Promise<Ending> {
		let said = '';
		while (!this.#signal.aborted) {
			try {
				if (await this.#uploads.look()) return 'replaced';
				await this.#scheduler.look();
				await this.#startWantedRun();
				const isReady = this.#web === null && this.#rebuilding === null && this.#app.status === 'ok';
				if (isReady && (await currentSnapshot(this.#records)) !== null) {
					await building;
					await this.#startWeb();
				}
				await this.#edits.look(this.#runChild === null);
				await this.#alerts.look();
				said = '';
			} catch (error) {
				const { message } = describeFailure(error);
				if (message !== said) say(message);
				said = message;
				await this.#pause(RETRY_MS);
			}
			await this.#pause(LOOK_EVERY_MS);
		}
		return 'stopped';
	}

	readonly #complain = (error: unknown): void => say(describeFailure(error).message);

	/** Waits, but not longer than until told to stop. */
	async #pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.#signal }).catch(() => undefined);
	}

	async #openServer(): Promise<void> {
		this.#server = await openProgressServer({
			host: listenHost(this.#options.host),
			port: this.#options.port,
			state: () => this.#preparation(),
			onAgain: async () => {
				if (this.#app.status === 'failed') void this.#buildApp();
				if (this.#demoError !== null) await this.#makeDemo();
				await wantRun(this.#records, { trigger: 'page' });
			},
		});
	}

	async #preparation(): Promise<Preparation> {
		const [run] = await lastRuns(this.#records, 1);
		const hasSnapshot = (await currentSnapshot(this.#records)) !== null;
		const failure = this.#demoError === null ? (run?.error ?? null) : describeFailure(this.#demoError);
		return {
			reason: this.#reason,
			upgrade: null,
			app: this.#app,
			demo: this.#demo,
			steps: run ? await stepsOfRun(this.#records, run.runId) : [],
			error: (hasSnapshot && this.#rebuilding === null) || run?.status === 'running' ? null : failure,
		};
	}

	async #buildApp(): Promise<void> {
		if (isAppBuilt()) {
			this.#app = { status: 'ok', error: null };
			return;
		}
		this.#app = { status: 'running', error: null };
		say('Building the app (once, and again when its sources change)');
		try {
			await buildApp(this.#signal);
			this.#app = { status: 'ok', error: null };
		} catch (error) {
			if (this.#signal.aborted) return;
			this.#app = { status: 'failed', error: error instanceof Error ? error.message : String(error) };
			say(this.#app.error ?? '');
		}
	}

	async #makeDemo(): Promise<void> {
		const { configFile, dataDir } = this.#options;
		if (configFile !== null || hasCompany(dataDir) || hasDemo(dataDir)) return;
		const display = displayTasks([{ key: 'demo', title: 'Make the demo company' }], { concurrent: false });
		this.#demo = { share: null };
		this.#demoError = null;
		const order = { customers: 5_000, seed: 1, until: yesterday(Temporal.Now.instant()), out: demoFolder(dataDir) };
		try {
			await makeDemo(order, (done, total) => {
				this.#demo = { share: total === 0 ? null : done / total };
				display.update('demo', { status: 'running', done, total, unit: 'customers' });
			});
			this.#demo = { share: 1 };
			display.update('demo', { status: 'ok', done: 1, total: 1, unit: null });
		} catch (error) {
			this.#demoError = error;
			display.update('demo', { status: 'failed', done: 0, total: null, unit: null });
			say(describeFailure(error).message);
		}
		await display.finish();
	}

	async #startWantedRun(): Promise<void> {
		if (this.#runChild !== null) return;
		const run = await nextWantedRun(this.#records);
		if (!run) return;
		const order: RunOrder = {
			runId: run.runId,
			dataDir: this.#options.dataDir,
			configFile: this.#configFile,
			fencingToken: this.#token,
		};
		// Bars are for a run that somebody waits for; later ones are followed on the page.
		if (this.#web === null) this.#runDisplay = await this.#displayRun(run.onlySources);
		const child = fork(join(projectFolder, 'pipeline', 'run-process.ts'), [JSON.stringify(order)], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.#runChild = child;
		child.on('message', (message) => this.#showStep(message as RunMessage));
		this.#runEnded = once(child, 'exit').then(() => this.#endRun(run.runId));
	}

	/** Bars for the steps of a run; none when the config cannot be read, which the run itself will say. */
	async #displayRun(onlySources: readonly string[] | null): Promise<TaskDisplay | null> {
		try {
			const { config } = await loadConfig(this.#configFile);
			const sources = await sourcesOfRun(this.#records, config, onlySources);
			return displayTasks(stepTasks(plannedSteps(sources, onlySources)), { concurrent: false });
		} catch {
			return null;
		}
	}

	#showStep({ position, step }: RunMessage): void {
		this.#runDisplay?.update(String(position), step);
	}

	async #endRun(runId: string): Promise<void> {
		await this.#tidyUp();
		await this.#runDisplay?.finish();
		this.#runDisplay = null;
		this.#edits.runEnded();
		this.#alerts.runEnded();
		const run = await runById(this.#records, runId).catch(() => null);
		if (run?.status === 'failed' && run.error) say(`The run failed: ${run.error.message}. ${run.error.hint}`);
		await this.#scheduler.runEnded().catch(this.#complain);
		// Where the figures could not be built anew, those of the last snapshot are shown, and the Data page says why.
		if (runId === this.#rebuilding && run?.status !== 'wanted') this.#rebuilding = null;
		// Its process did not even begin it: the next one may, but not in a tight circle.
		if (run?.status === 'wanted') await this.#pause(RETRY_MS);
		this.#runChild = null;
	}

	/**
	 * Clears what a run's process left that died without a word: nobody else can be at work. On a full disk this waits
	 * until there is space again, for a run that nobody ended would stand as running.
	 */
	async #tidyUp(): Promise<void> {
		const { dataDir } = this.#options;
		for (let attempt = 1; !this.#signal.aborted; attempt += 1) {
			try {
				await clearLeftovers(this.#records, dataDir);
				return;
			} catch (error) {
				if (attempt === 1) say(describeFailure(error).message);
				giveUpReserve(dataDir);
				await this.#pause(RETRY_MS);
			}
		}
	}

	/** Hands the address over to the dashboard's server, and takes it back at once when that ends by itself. */
	async #startWeb(): Promise<void> {
		const server = this.#server;
		if (server === null) return;
		const web = await startWeb(server, this.#options.dataDir);
		this.#web = web;
		server.close();
		server.closeAllConnections();
		this.#server = null;
		const { host, port } = this.#options;
		say(`Kundig is ready: http://${host === '::1' ? '[::1]' : 'localhost'}:${port}`);
		this.#webEnded = web.ended.then(() => this.#takeBack());
	}

	async #takeBack(): Promise<void> {
		while (!this.#signal.aborted && this.#server === null) {
			say('The dashboard ended unexpectedly; starting it again');
			try {
				await this.#openServer();
			} catch (error) {
				this.#complain(error);
			}
			await this.#pause(RETRY_MS);
		}
		this.#web = null;
	}

	async #stop(): Promise<void> {
		this.#ending.abort();
		const child = this.#runChild;
		child?.kill('SIGTERM');
		const timer = setTimeout(() => child?.kill('SIGKILL'), 8_000);
		await Promise.all([this.#runEnded, this.#web?.stop()]);
		await this.#webEnded;
		clearTimeout(timer);
		this.#server?.close();
		this.#server?.closeAllConnections();
	}
}

import { leaseHolder } from '#records/lease.ts';
import { replaceQuarantine } from '#records/quarantine.ts';
import type { QuarantineEntry } from '#records/quarantine.ts';
import { saveSourceError, saveSourceState } from '#records/sources.ts';
import type { Connection } from '#warehouse/database.ts';
import { rawTableName } from '#warehouse/raw.ts';
import { describeSource } from './describe-source.ts';
import { SourceError } from './errors.ts';
import { loadSource } from './load.ts';
import type { LoadContext } from './load/load-context.ts';
import { pseudonymKey } from './pseudonym-key.ts';
import type { Progress } from './progress.ts';
import { logSource } from './run-log.ts';
import type { SourceReport } from './run-report.ts';
import type { RunAtWork } from './run.ts';
import { sourceSummary } from './source-summary.ts';
import type { Drift } from './sources/contract/drift.ts';
import type { QuarantinedRow } from './sources/contract/quarantined-row.ts';
import { isFileSource } from './sources/schema.ts';
import type { Source } from './sources/schema.ts';
import { loadRecords } from './sources/records/load-records.ts';
import { recordsSummary } from './sources/records/summary.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';

export interface LoadedSources {
	readonly reports: readonly SourceReport[];
	/** What the run fails with when a source failed; the others were loaded all the same. */
	readonly failure: Error | null;
}

function toEntries(rows: readonly QuarantinedRow[], source: string, runId: string): QuarantineEntry[] {
	return rows.map((row) => ({ ...row, runId, source, table: rawTableName(source), isRejectedLoad: false }));
}

function nothing(name: string, status: 'failed' | 'skipped', seconds: number, error: string | null): SourceReport {
	const counts = { read: 0, loaded: 0, unchanged: 0, quarantined: 0 };
	return { name, status, ...counts, seconds, hashSeconds: 0, cursor: null, notes: [], error };
}

/**
 * Loads each source in its own transaction, one after the other. A source that fails loads nothing and is noted with its
 * bad rows; the ones after it are loaded all the same, since nothing of the run is published then.
 * @param sources their names, in order
 */
export async function loadSources(
	connection: Connection,
	sources: readonly string[],
	context: RunAtWork,
	progress: Progress,
): Promise<LoadedSources> {
	const { records, run, loaded } = context;
	const reports: SourceReport[] = [];
	let failure: Error | null = null;
	let position = 0;
	for (const name of sources) {
		if (run.onlySources !== null && !run.onlySources.includes(name)) {
			reports.push(nothing(name, 'skipped', 0, null));
			continue;
		}
		context.signal.throwIfAborted();
		const began = performance.now();
		await progress.start(position);
		try {
			const source = loaded.config.sources.find((each) => each.name === name);
			const report =
				source === undefined
					? await loadOwn(connection, context, progress, position)
					: await loadOne(connection, source, context, progress, position);
			reports.push(report);
			logSource(context.log, report);
			await progress.end(position, 'ok');
		} catch (error) {
			await progress.end(position, 'failed');
			if (!(error instanceof SourceError)) throw error;
			failure ??= error;
			const seconds = (performance.now() - began) / 1000;
			reports.push({ ...nothing(name, 'failed', seconds, error.message), ...error.counts });
			const source = loaded.config.sources.find((each) => each.name === name);
			const description = source === undefined ? null : describeSource(source);
			await saveSourceError(records, name, new Date().toISOString(), error.message, description);
			await replaceQuarantine(records, name, toEntries(error.quarantine, name, run.runId), {
				isRejectedLoad: true,
			});
		}
		position += 1;
	}
	return { reports, failure };
}

/** What somebody ought to know of columns that are not what was declared, in sentences. */
function driftNotes(drift: readonly Drift[]): string[] {
	const columns = (kind: Drift['kind']): string =>
		[...new Set(drift.filter((each) => each.kind === kind).map(({ column }) => `"${column}"`))].slice(0, 20).join(', ');
	const [undeclared, missing] = [columns('undeclared_column'), columns('missing_column')];
	return [
		...(undeclared === '' ? [] : [`columns that nobody declared: ${undeclared}`]),
		...(missing === '' ? [] : [`declared columns that no record has: ${missing}`]),
	];
}

/** Tests have small parts committed: KUNDIG_COMMIT_ROWS says of how many rows. */
function commitEvery(rows: string | undefined): LoadContext['commitEvery'] {
	return rows === undefined ? undefined : { rows: Number(rows), ms: Number.POSITIVE_INFINITY };
}

function loadContext(context: RunAtWork, progress: Progress, position: number, unit: 'bytes' | 'rows'): LoadContext {
	return {
		runId: context.run.runId,
		dataDir: context.dataDir,
		configDir: context.loaded.dir,
		full: context.run.isFull,
		backfill: context.run.backfill ?? undefined,
		fencingToken: context.fencingToken,
		zone: context.loaded.config.company.zone,
		env: process.env,
		pseudonymKey: pseudonymKey(context.dataDir, context.loaded.config.sources),
		isCurrent: async () => (await leaseHolder(context.records))?.token === context.fencingToken,
		signal: context.signal,
		commitEvery: commitEvery(process.env.KUNDIG_COMMIT_ROWS),
		onProgress: ({ done, total }) => progress.advance(position, done, total, unit),
	};
}

async function loadOne(
	connection: Connection,
	source: Source,
	context: RunAtWork,
	progress: Progress,
	position: number,
): Promise<SourceReport> {
	const { records } = context;
	const result = await loadSource(
		connection,
		source,
		loadContext(context, progress, position, isFileSource(source) ? 'bytes' : 'rows'),
	);
	const summary = await sourceSummary(connection, source.name);
	const state = {
		source: source.name,
		lastLoadedAt: summary.lastLoadedAt,
		lastCheckedAt: new Date().toISOString(),
		rows: summary.rows,
		lateAfterHours: source.lateAfterHours ?? null,
		error: null,
	};
	await saveSourceState(records, state, describeSource(source));
	await replaceQuarantine(records, source.name, summary.quarantine, { isRejectedLoad: false });
	return {
		name: source.name,
		status: 'ok',
		read: result.read,
		loaded: result.loaded,
		unchanged: result.unchanged,
		quarantined: result.quarantined,
		seconds: result.seconds,
		hashSeconds: result.hashSeconds,
		cursor: result.cursor,
		notes: [...result.notes, ...driftNotes(result.drift)],
		error: null,
	};
}

/** Loads what is typed in Kundig itself. Nothing of it is set aside, for it was checked when it was typed. */
async function loadOwn(
	connection: Connection,
	context: RunAtWork,
	progress: Progress,
	position: number,
): Promise<SourceReport> {
	const result = await loadRecords(connection, loadContext(context, progress, position, 'rows'));
	await saveSourceState(context.records, {
		source: RECORDS_SOURCE,
		...(await recordsSummary(connection)),
		lastCheckedAt: new Date().toISOString(),
		lateAfterHours: null,
		error: null,
	});
	return {
		name: RECORDS_SOURCE,
		status: 'ok',
		read: result.read,
		loaded: result.read,
		unchanged: 0,
		quarantined: 0,
		seconds: result.seconds,
		hashSeconds: 0,
		cursor: result.cursor,
		notes: [],
		error: null,
	};
}

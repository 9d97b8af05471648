import type { Snapshot } from '#records/snapshots.ts';
import type { Connection } from '#warehouse/database.ts';
import { DATED_ENTITIES } from '#warehouse/event-days.ts';
import { contentVersion, stagingVersions, versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { SETTINGS_RELATIONS, writeCompanySettings } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { StagingSource, StagingView } from '#warehouse/staging.ts';
import type { Config } from '../config.ts';
import type { SourceWork } from '../planned-source.ts';

/** By name of what transforms read and none makes, why it changes, in words that follow "because". */
export type Causes = ReadonlyMap<string, readonly string[]>;

/** How a cause goes on that may do no more than move the analysis date. */
const MAY_MOVE = ', which may move the analysis date';

/** Causes without those that say no more than another one of them does. */
export function distinctCauses(causes: readonly string[]): string[] {
	const all = new Set(causes);
	return [...all].filter((cause) => !cause.endsWith(MAY_MOVE) || !all.has(cause.slice(0, -MAY_MOVE.length))).sort();
}

/** What a source brings, in words: `source orders has 2 new files`. */
export function pendingCause({ planned: { name, pending } }: SourceWork): string {
	// What stands in brackets names the files.
	if (pending === 'all records') return `source ${name} has all its records to load`;
	const brief = pending
		.replace(/ \(.*?\)/, '')
		.replace(/^0 files and /, '')
		.replace(/^(\d+) files?/, (_, count: string) => `${count} new ${count === '1' ? 'file' : 'files'}`)
		.replace(/\b1 loads/, '1 load');
	return `source ${name} has ${brief}`;
}

interface Given {
	readonly config: Config;
	/** Every source that a run would map, the records among them. */
	readonly sources: readonly StagingSource[];
	readonly pending: readonly SourceWork[];
	/** The analysis date that a run would have if nothing waited. */
	readonly asOf: string | null;
	readonly last: Snapshot;
}

/** Why staging views change: what waits at their sources, or how they are mapped. */
async function stagingCauses(connection: Connection, { config, sources, pending, last }: Given): Promise<Causes> {
	const previous: RelationVersions = last.details.versions ?? {};
	const waiting = new Map(pending.map((work) => [work.planned.name, pendingCause(work)]));
	const views = stagingViews(sources, config.company.zone);
	const parts = views.filter(({ source }) => source !== null);
	const still = parts.filter(({ source }) => !waiting.has(source ?? ''));
	for (const { name, sql, isKept } of still) {
		await connection.run(`create or replace temp ${isKept ? 'table' : 'view'} ${name} as\n${sql}`);
	}
	const versions = await stagingVersions(connection, still);
	const causes = new Map<string, readonly string[]>();
	// Snapshots of before did not keep what staging was.
	const isKnown = views.some(({ name }) => previous[name] !== undefined);
	for (const { name, source } of parts) {
		const waits = waiting.get(source ?? '');
		if (waits !== undefined) causes.set(name, [waits]);
		else if (isKnown && previous[name]?.version !== versions.get(name))
			causes.set(name, [`the mapping of source ${source} changed`]);
	}
	for (const union of views.filter(({ source }) => source === null)) {
		const made = unionCauses(union, parts, causes, versions, isKnown ? previous : null);
		if (made.length > 0) causes.set(union.name, made);
	}
	return causes;
}

function unionCauses(
	{ name, sql, entity }: StagingView,
	parts: readonly StagingView[],
	causes: Causes,
	versions: ReadonlyMap<string, string>,
	previous: RelationVersions | null,
): readonly string[] {
	const own = parts.filter((part) => part.entity === entity);
	const made = [...new Set(own.flatMap((part) => causes.get(part.name) ?? []))];
	if (made.length > 0 || previous === null) return made;
	const version = versionOf([sql, own.map((part) => versions.get(part.name))]);
	return previous[name]?.version === version ? [] : [`other sources are mapped to ${entity}`];
}

/** Why the settings that transforms read change. */
async function settingsCauses(
	connection: Connection,
	{ config, sources, pending, asOf, last }: Given,
): Promise<Causes> {
	const previous: RelationVersions = last.details.versions ?? {};
	await writeCompanySettings(connection, { ...config.company, asOf: asOf ?? last.asOf });
	const causes = new Map<string, readonly string[]>();
	for (const name of SETTINGS_RELATIONS) {
		const before = previous[name]?.version;
		if (before === undefined || before === (await contentVersion(connection, name))) continue;
		const isMoved = name === 'company_settings' && asOf !== null && asOf !== last.asOf;
		causes.set(name, [
			isMoved ? `the analysis date moves from ${last.asOf} to ${asOf}` : 'the settings of the company changed',
		]);
	}
	// Only what waits can say how far the data reach; a fixed day, and the clock, do not hang on it.
	const dated = pending.filter(({ planned }) => {
		const { entities = {} } = sources.find(({ name }) => name === planned.name) ?? {};
		return DATED_ENTITIES.some((entity) => entity in entities);
	});
	if (dated.length > 0 && config.asOf === 'data' && !causes.has('company_settings')) {
		causes.set(
			'company_settings',
			dated.map((work) => pendingCause(work) + MAY_MOVE),
		);
	}
	return causes;
}

/** Why what transforms read and none makes differs from what the last snapshot was made of. */
export async function changedInputs(connection: Connection, given: Given): Promise<Causes> {
	return new Map([...(await stagingCauses(connection, given)), ...(await settingsCauses(connection, given))]);
}

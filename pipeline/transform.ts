import { openBuild } from '#warehouse/build-relations.ts';
import type { RelationBuild } from '#warehouse/build-relations.ts';
import type { Connection } from '#warehouse/database.ts';
import { BEFORE_SCORING, loadTransforms, orderTransforms, transformsFingerprint } from '#warehouse/graph.ts';
import type { OrderedTransform, Transform } from '#warehouse/graph.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { lineageNodes, writeLineage } from '#warehouse/lineage.ts';
import { writeOwnDefinitions } from '#warehouse/own/own-definitions.ts';
import type { PartialLimits } from '#warehouse/partial/recipe.ts';
import { stagedStates } from '#warehouse/partial/staged-state.ts';
import type { StagedStates } from '#warehouse/partial/staged-state.ts';
import { contentVersion } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { SETTINGS_RELATIONS, writeCompanySettings, writeSnapshotInfo } from '#warehouse/snapshot-info.ts';
import type { LoadedConfig } from './config.ts';
import type { Mapped } from './map.ts';

export interface TransformContext {
	readonly snapshotId: string;
	readonly runId: string;
	readonly asOf: string;
	readonly mapping: Mapped;
	readonly loaded: LoadedConfig;
	/** Versions of the staging views. */
	readonly staging: ReadonlyMap<string, string>;
	readonly history: RelationVersions;
	/** Versions in the last snapshot, which is attached; none to build everything anew. */
	readonly previous: RelationVersions;
	/** What staging showed when the last snapshot was made. */
	readonly stagedBefore: StagedStates;
	/** When facts are changed instead of built. */
	readonly partialLimits: PartialLimits;
}

export interface Transformed {
	/** To make features with, and what follows from scores. */
	readonly build: RelationBuild;
	/** Versions of what transforms read and none makes. */
	readonly inputs: ReadonlyMap<string, string>;
	/** What staging shows. */
	readonly staged: StagedStates;
}

/** Versions as others that read the relations take them. */
export function currentVersions(versions: RelationVersions): [string, string][] {
	return Object.entries(versions).map(([name, { version }]) => [name, version]);
}

/** The other way round, for what no transform makes. */
export function asVersions(versions: ReadonlyMap<string, string>): RelationVersions {
	return Object.fromEntries([...versions].map(([name, version]) => [name, { inputs: version, version }]));
}

/** Changes with any transform's SQL. */
export function transformFingerprint(own: readonly Transform[]): string {
	return transformsFingerprint([...loadTransforms(), ...own]);
}

/**
 * The product's transforms and somebody's own in their order; to be asked before the staging views exist, so that those
 * are named as inputs.
 */
export function plannedTransforms(connection: Connection, own: readonly Transform[]): Promise<OrderedTransform[]> {
	return orderTransforms(connection, [...loadTransforms(), ...own]);
}

/**
 * Makes every relation of the snapshot that is attached but those that follow from scores, by building it or by copying it
 * from the last one, what they are made from, and the row that says what the snapshot is.
 */
export async function transformSources(
	connection: Connection,
	context: TransformContext,
	transforms: readonly OrderedTransform[],
	onProgress: (done: number, total: number) => void,
): Promise<Transformed> {
	const { company } = context.loaded.config;
	await writeCompanySettings(connection, { ...company, asOf: context.asOf });
	const inputs = new Map([...context.staging, ...currentVersions(context.history)]);
	for (const name of SETTINGS_RELATIONS) inputs.set(name, await contentVersion(connection, name));
	// No relation relies on the order of its rows: what is read in an order asks for it.
	const first = transforms.filter(({ folder }) => BEFORE_SCORING.includes(folder));
	const staged = await stagedStates(connection, context.mapping.views);
	const build = await openBuild(connection, transforms, {
		inputs,
		previous: context.previous,
		partial: {
			limits: context.partialLimits,
			views: context.mapping.views,
			stagedBefore: context.stagedBefore,
			stagedNow: staged,
		},
		onProgress: (done) => onProgress(Math.min(done, first.length), first.length),
	});
	await withInsertionOrder(connection, false, () => build.build(BEFORE_SCORING));
	await writeSnapshotInfo(connection, {
		snapshotId: context.snapshotId,
		runId: context.runId,
		asOf: context.asOf,
		builtAt: new Date().toISOString(),
		company,
		events: context.mapping.events,
	});
	const { own } = context.loaded;
	await writeOwnDefinitions(connection, { ...own, checks: own.checks.filter(({ needsStaging }) => !needsStaging) });
	await writeLineage(connection, await lineageNodes(connection, context.mapping.sources, transforms));
	return { build, inputs, staged };
}

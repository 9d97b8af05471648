import type { Connection } from '#warehouse/database.ts';
import type { EventDays } from '#warehouse/event-days.ts';
import { buildTransforms, loadTransforms, orderTransforms, transformsFingerprint } from '#warehouse/graph.ts';
import type { BuiltRelation, OrderedTransform } from '#warehouse/graph.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { lineageNodes, writeLineage } from '#warehouse/lineage.ts';
import { writeCompanySettings, writeSnapshotInfo } from '#warehouse/snapshot-info.ts';
import type { StagingSource } from '#warehouse/staging.ts';
import type { LoadedConfig } from './config.ts';

export interface TransformContext {
	readonly snapshotId: string;
	readonly runId: string;
	readonly asOf: string;
	readonly events: EventDays;
	readonly sources: readonly StagingSource[];
	readonly loaded: LoadedConfig;
}

/** Changes with any transform's SQL. */
export function transformFingerprint(): string {
	return transformsFingerprint(loadTransforms());
}

/** The transforms in their order; to be asked before the staging views exist, so that those are named as inputs. */
export function plannedTransforms(connection: Connection): Promise<OrderedTransform[]> {
	return orderTransforms(connection, loadTransforms());
}

/** Builds every relation of the snapshot that is attached, what they are made from, and the row that says what the snapshot is. */
export async function transformSources(
	connection: Connection,
	context: TransformContext,
	transforms: readonly OrderedTransform[],
	onProgress: (done: number, total: number) => void,
): Promise<BuiltRelation[]> {
	const { company } = context.loaded.config;
	await writeCompanySettings(connection, { ...company, asOf: context.asOf });
	// No relation relies on the order of its rows: what is read in an order asks for it.
	const relations = await withInsertionOrder(connection, false, () =>
		buildTransforms(connection, transforms, (_, done) => onProgress(done, transforms.length)),
	);
	await writeSnapshotInfo(connection, {
		snapshotId: context.snapshotId,
		runId: context.runId,
		asOf: context.asOf,
		builtAt: new Date().toISOString(),
		company,
		events: context.events,
	});
	await writeLineage(connection, await lineageNodes(connection, context.sources, transforms));
	return relations;
}

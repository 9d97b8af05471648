import type { BusinessHours } from '#warehouse/business-hours.ts';
import { SQL_TYPES } from '#warehouse/entities/entity.ts';
import type { EntityColumnType } from '#warehouse/entities/entity.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { eventDays } from '#warehouse/event-days.ts';
import { openBuild } from '#warehouse/build-relations.ts';
import { BEFORE_SCORING, loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import type { OrderedTransform } from '#warehouse/graph.ts';
import { lineageNodes, writeLineage } from '#warehouse/lineage.ts';
import { createPrediction, PREDICTION_NAMES } from '#warehouse/predictions.ts';
import { createRawTable, rawTable } from '#warehouse/raw.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { BUILD_PATH } from '#warehouse/snapshot-files.ts';
import { writeCompanySettings, writeSnapshotInfo } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { StagingSource } from '#warehouse/staging.ts';

type Declared = EntityColumnType | { readonly type: EntityColumnType };

/** A source with what was loaded from it. */
export interface GivenSource extends Omit<StagingSource, 'key' | 'disposition' | 'loads'> {
	readonly key?: readonly string[];
	readonly disposition?: StagingSource['disposition'];
	readonly columns: Readonly<Record<string, Declared>>;
	/** One list of rows per load, in the order of the loads; values as text, in the order of the columns. */
	readonly loads: readonly (readonly (readonly (string | null)[])[])[];
}

export interface GivenWarehouse {
	readonly sources: readonly GivenSource[];
	/** EUR in Berlin when left out. */
	readonly zone?: string;
	readonly currency?: string;
	readonly asOf?: string;
	readonly businessHours?: BusinessHours;
	/** Relations that are wanted, with all that they are made from; everything when left out. */
	readonly relations?: readonly string[];
	/** SQL that fills the predictions and the history that scores are made from; they are empty when left out. */
	readonly predicted?: string;
}

export interface BuiltWarehouse {
	/** Names mean marts and people; staging and intermediates are there as well, as within a run. */
	readonly db: Connection;
	close(): void;
}

function typeOf(declared: Declared): string {
	return SQL_TYPES[typeof declared === 'string' ? declared : declared.type].toUpperCase();
}

async function fillRaw(db: Connection, source: GivenSource): Promise<void> {
	const columns = Object.entries(source.columns).map(([name, declared]) => ({ name, type: typeOf(declared) }));
	await createRawTable(db, source.name, columns);
	for (const [load, rows] of source.loads.entries()) {
		for (const [index, row] of rows.entries()) {
			const values = columns.map(({ type }, place) => `$${place + 1}::${type}`);
			const place = `'load${load + 1}', '${source.name}${load + 1}.csv', ${index + 2}`;
			await db.run(`insert into ${rawTable(source.name).text} values (${values.join(', ')}, ${place})`, [...row]);
		}
	}
}

/** The transforms of some relations and of all that those read, in the same order. */
function wanted(transforms: readonly OrderedTransform[], names: readonly string[] | undefined): OrderedTransform[] {
	if (names === undefined) return [...transforms];
	const kept = new Set(names);
	for (const { name, reads } of transforms.toReversed()) if (kept.has(name)) for (const read of reads) kept.add(read);
	return transforms.filter(({ name }) => kept.has(name));
}

/** Everything a run builds from rows in raw, in memory: staging, intermediates, marts, people, lineage, snapshot_info. */
export async function buildWarehouse(given: GivenWarehouse): Promise<BuiltWarehouse> {
	const { zone = 'Europe/Berlin', currency = 'EUR', asOf = '2025-04-01' } = given;
	const hours = given.businessHours === undefined ? {} : { businessHours: given.businessHours };
	const company = { name: 'Test', currency, zone, weekStart: 'monday', ...hours };
	const database = await openMemory({ threads: 2, memoryLimit: '500MB' });
	const db = await database.connect();
	for (const alias of ['raw', 'marts', 'people']) await db.run(`attach ':memory:' as ${alias}`);
	await migrateRaw(db);
	for (const source of given.sources) await fillRaw(db, source);
	await db.run(`set search_path = '${BUILD_PATH}'`);
	const transforms = wanted(await orderTransforms(db, loadTransforms()), given.relations);
	const sources = given.sources.map((source): StagingSource => {
		const { loads, key = [], disposition = 'replace' } = source;
		return { ...source, key, disposition, loads: loads.length };
	});
	for (const view of stagingViews(sources, zone)) await db.run(`create temp view ${view.name} as\n${view.sql}`);
	await writeCompanySettings(db, { ...company, asOf });
	const build = await openBuild(db, transforms, { inputs: new Map(), previous: {} });
	await build.build(BEFORE_SCORING);
	await build.make(transforms.filter(({ folder }) => folder === 'features').map(({ name }) => name));
	for (const name of PREDICTION_NAMES) await createPrediction(db, name);
	if (given.predicted !== undefined) await db.run(given.predicted);
	await build.build(['scores']);
	await writeLineage(db, await lineageNodes(db, sources, transforms));
	const built = { snapshotId: 's1', runId: 'r1', asOf, builtAt: `${asOf}T03:00:00Z` };
	await writeSnapshotInfo(db, { ...built, company, events: await eventDays(db, '2100-01-01') });
	return { db, close: () => database.close() };
}

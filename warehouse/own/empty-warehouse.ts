import { BEFORE_SCORING, loadTransforms, orderTransforms } from '../graph.ts';
import type { OrderedTransform } from '../graph.ts';
import { openBuild } from '../build-relations.ts';
import { openMemory } from '../database.ts';
import type { Connection } from '../database.ts';
import { stagedEntityByName } from '../entities/entities.ts';
import { PERSONAL_COLUMNS } from '../personal-columns.ts';
import { createPrediction, PREDICTION_NAMES } from '../predictions.ts';
import { migrateRaw } from '../raw-schema.ts';
import { BUILD_PATH } from '../snapshot-files.ts';
import { SETTINGS_RELATIONS, writeCompanySettings, writeSnapshotInfo } from '../snapshot-info.ts';
import { stagingViews } from '../staging.ts';

/** Where a relation comes from, which decides who may read it. */
export type RelationOrigin = 'staging' | 'intermediate' | 'mart' | 'score' | 'people' | 'settings' | 'own';

export interface EmptyRelation {
	readonly origin: RelationOrigin;
	/** Its columns with their types as DuckDB names them, without those that identify a person. */
	readonly columns: ReadonlyMap<string, string>;
	/** Columns that identify a person. */
	readonly hidden: readonly string[];
}

/** Everything a run builds, without a row: what somebody's own SQL is tried on before anything runs. */
export interface EmptyWarehouse {
	readonly connection: Connection;
	readonly relations: Map<string, EmptyRelation>;
	close(): void;
}

const ORIGINS: Readonly<Record<OrderedTransform['folder'], RelationOrigin>> = {
	intermediate: 'intermediate',
	features: 'intermediate',
	marts: 'mart',
	people: 'people',
	scores: 'score',
};

/** Columns that identify a person: of an entity those it says, of anything else those that are called so. */
function isHidden(origin: RelationOrigin, entity: string | undefined, column: string): boolean {
	if (origin === 'mart' || origin === 'score' || origin === 'settings') return false;
	const known = entity === undefined ? undefined : stagedEntityByName(entity)?.columns[column];
	return known === undefined ? PERSONAL_COLUMNS.includes(column) : known.personal === true;
}

/** The columns of a relation with their types, as a query of it would give them. */
export async function columnsOf(connection: Connection, relation: string): Promise<Map<string, string>> {
	const described = await connection.runAndReadAll(`describe select * from ${relation}`);
	return new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
}

async function describe(
	connection: Connection,
	name: string,
	origin: RelationOrigin,
	entity?: string,
): Promise<EmptyRelation> {
	const all = await columnsOf(connection, name);
	const hidden = [...all.keys()].filter((column) => isHidden(origin, entity, column));
	return { origin, columns: new Map([...all].filter(([column]) => !hidden.includes(column))), hidden };
}

/** Builds every relation of the product over no rows at all, in memory. */
export async function openEmptyWarehouse(): Promise<EmptyWarehouse> {
	const database = await openMemory({ threads: 1, memoryLimit: '512MB' });
	const connection = await database.connect();
	try {
		return { connection, relations: await fill(connection), close: () => database.close() };
	} catch (error) {
		database.close();
		throw error;
	}
}

async function fill(connection: Connection): Promise<Map<string, EmptyRelation>> {
	for (const alias of ['raw', 'marts', 'people']) await connection.run(`attach ':memory:' as ${alias}`);
	await migrateRaw(connection);
	await connection.run(`set search_path = '${BUILD_PATH}'`);
	const transforms = await orderTransforms(connection, loadTransforms());
	const views = stagingViews([], 'UTC').filter(({ source }) => source === null);
	for (const view of views) await connection.run(`create temp view ${view.name} as\n${view.sql}`);
	const company = { name: '', currency: 'EUR', zone: 'UTC', weekStart: 'monday' };
	const [asOf, builtAt] = ['2000-01-01', '2000-01-01T00:00:00Z'];
	await writeCompanySettings(connection, { ...company, asOf });
	const build = await openBuild(connection, transforms, { inputs: new Map(), previous: {} });
	await build.build(BEFORE_SCORING);
	await build.make(transforms.filter(({ folder }) => ORIGINS[folder] === 'intermediate').map(({ name }) => name));
	for (const name of PREDICTION_NAMES) await createPrediction(connection, name);
	await build.build(['scores']);
	const events = { first: null, last: null };
	await writeSnapshotInfo(connection, { snapshotId: '', runId: '', asOf, builtAt, company, events });

	const relations = new Map<string, EmptyRelation>();
	for (const { name, entity } of views) relations.set(name, await describe(connection, name, 'staging', entity));
	for (const { name, folder } of transforms) relations.set(name, await describe(connection, name, ORIGINS[folder]));
	for (const name of SETTINGS_RELATIONS) {
		relations.set(name, await describe(connection, name, 'settings'));
	}
	return relations;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBuild } from '#warehouse/build-relations.ts';
import type { BuiltRelation } from '#warehouse/build-relations.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { SQL_TYPES } from '#warehouse/entities/entity.ts';
import type { EntityColumnType } from '#warehouse/entities/entity.ts';
import { BEFORE_SCORING, loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import type { OrderedTransform } from '#warehouse/graph.ts';
import type { PartialLimits } from '#warehouse/partial/recipe.ts';
import { stagedStates } from '#warehouse/partial/staged-state.ts';
import type { StagedStates } from '#warehouse/partial/staged-state.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { createRawTable, deleteLoadedRows, insertLoad, rawTable, retireLoads } from '#warehouse/raw.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { contentVersion, stagingVersions } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { attachPrevious, startSnapshot } from '#warehouse/snapshot-files.ts';
import { SETTINGS_RELATIONS, writeCompanySettings } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { StagingSource } from '#warehouse/staging.ts';

interface Source extends StagingSource {
	readonly disposition: 'replace' | 'merge' | 'append';
	readonly columns: Readonly<Record<string, EntityColumnType>>;
}

const PEOPLE = { id: 'text', kind: 'text', email: 'text', country: 'text' } as const;
const PERSON = { customers: { customer_id: 'id', customer_kind: 'kind', email: 'email', country: 'country' } };
const LINES = { line: 'text', order: 'text', product: 'text', quantity: 'integer', price: 'decimal' } as const;
const LINE = {
	order_line_id: 'line',
	order_id: 'order',
	product_id: 'product',
	quantity: 'quantity',
	unit_price: 'price',
};
const TILL = { ...LINES, customer: 'text', at: 'timestamp', country: 'text' } as const;
const TILL_LINE = { ...LINE, customer_id: 'customer', ordered_at: 'at', country: 'country' };

/** A shop with every kind of source that order lines can come from. */
export const SOURCES = {
	customers: { name: 'customers', key: ['id'], disposition: 'merge', columns: PEOPLE, entities: PERSON },
	/** A second list of people: one with an e-mail of the first list is that customer. */
	members: { name: 'members', key: ['id'], disposition: 'merge', columns: PEOPLE, entities: PERSON },
	products: {
		name: 'products',
		key: ['id'],
		disposition: 'replace',
		loads: 1,
		columns: { id: 'text', category: 'text', cost: 'decimal' },
		entities: { products: { product_id: 'id', category: 'category', unit_cost: 'cost' } },
	},
	rates: {
		name: 'rates',
		key: ['currency', 'day'],
		disposition: 'merge',
		columns: { currency: 'text', day: 'date', rate: 'decimal' },
		entities: { exchange_rates: { currency: 'currency', rate_on: 'day', rate: 'rate' } },
	},
	orders: {
		name: 'orders',
		key: ['order'],
		disposition: 'merge',
		columns: { order: 'text', customer: 'text', at: 'timestamp', currency: 'text', country: 'text', channel: 'text' },
		entities: {
			orders: {
				order_id: 'order',
				customer_id: 'customer',
				ordered_at: 'at',
				currency: 'currency',
				country: 'country',
				channel: 'channel',
			},
		},
	},
	lines: { name: 'lines', key: ['line'], disposition: 'merge', columns: LINES, entities: { order_lines: LINE } },
	/** A file that is written anew as a whole. */
	till: {
		name: 'till',
		key: ['line'],
		disposition: 'replace',
		loads: 1,
		columns: TILL,
		entities: { order_lines: TILL_LINE },
	},
	/** Files that only add; what comes later of a line counts. */
	journal: { name: 'journal', key: [], disposition: 'append', columns: TILL, entities: { order_lines: TILL_LINE } },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof SOURCES;

/** All sources but the one that only adds: then raw holds one row per line, and what came can be read by its loads. */
export const KEYED_SOURCES = (Object.keys(SOURCES) as SourceName[]).filter((name) => name !== 'journal');

/** Values as text in the order of the source's columns. */
export type Row = readonly (string | null)[];

const ZONE = 'Europe/Berlin';
/** The ones that may be changed in part, and what reads them. */
const WANTED = [
	'fct_order_lines',
	'fct_orders',
	'dim_customers',
	'rollup_order_lines_by_day',
	'rollup_cohorts_by_month',
	'dim_people',
];

/** A warehouse in files that goes through one snapshot after another. */
export interface ChangingShop {
	/** Loads rows as a source does: merge takes out those of the same key, replace all, append none. */
	load(source: SourceName, rows: readonly Row[]): Promise<void>;
	/** Takes rows out, as a source does that says what was deleted. */
	remove(source: SourceName, keys: readonly string[]): Promise<void>;
	/** Makes a snapshot that changes what it can and one that builds everything; gives where the two differ. */
	publish(asOf: string, options?: PublishOptions): Promise<Published>;
	close(): void;
}

export interface PublishOptions {
	/** From the first line on, up to all of them, when left out. */
	readonly limits?: PartialLimits;
	/** EUR when left out. */
	readonly currency?: string;
}

export interface Published {
	/** By relation, a few rows that one of the two has alone; nothing when they are the same. */
	readonly differences: Readonly<Record<string, unknown[]>>;
	/** The relations that were changed instead of built. */
	readonly changed: readonly string[];
}

interface Last {
	readonly id: string;
	readonly versions: RelationVersions;
	readonly staged: StagedStates;
}

function relevant(transforms: readonly OrderedTransform[]): OrderedTransform[] {
	const kept = new Set<string>(WANTED);
	for (const { name, reads } of transforms.toReversed()) if (kept.has(name)) for (const read of reads) kept.add(read);
	return transforms.filter(({ name }) => kept.has(name));
}

async function makeRaw(db: Connection): Promise<void> {
	await migrateRaw(db);
	for (const { name, columns } of Object.values<Source>(SOURCES)) {
		const list = Object.entries(columns).map(([column, type]) => ({
			name: column,
			type: SQL_TYPES[type].toUpperCase(),
		}));
		await createRawTable(db, name, list);
	}
}

/** Opens an empty shop in a folder of its own, with all of the sources or some. */
export async function openChangingShop(
	sources: readonly SourceName[] = Object.keys(SOURCES) as SourceName[],
): Promise<ChangingShop> {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-changing-shop-'));
	const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	const raw = await database.connect();
	await attach(raw, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: false });
	await makeRaw(raw);
	const transforms = relevant(await orderTransforms(raw, loadTransforms()));
	let loads = 0;
	let snapshots = 0;
	let last: Last | null = null;

	async function note({ name, disposition }: Source, loadId: string, count: number): Promise<void> {
		const at = '2026-01-01T00:00:00Z';
		await insertLoad(raw, {
			loadId,
			runId: 'run',
			source: name,
			file: `${name}.csv`,
			fileHash: loadId,
			bytes: 1,
			disposition,
			contractHash: 'contract',
			read: count,
			loaded: count,
			quarantined: 0,
			fencingToken: 1,
			startedAt: at,
			loadedAt: at,
		});
	}

	function nextLoad(): string {
		loads += 1;
		return `load${String(loads).padStart(5, '0')}`;
	}

	async function build(asOf: string, id: string, before: Last | null, options: PublishOptions) {
		const { limits = { fromRows: 0, upToShare: 1 }, currency = 'EUR' } = options;
		const db = await database.connect();
		const snapshot = await startSnapshot(db, dataDir, id);
		if (before !== null) await attachPrevious(db, dataDir, before.id);
		const mapped = sources.map((name): Source => SOURCES[name]);
		const views = stagingViews(mapped, ZONE);
		for (const view of views) await db.run(`create temp view ${view.name} as\n${view.sql}`);
		await writeCompanySettings(db, { name: 'Shop', currency, zone: ZONE, weekStart: 'monday', asOf });
		const inputs = await stagingVersions(db, views);
		for (const name of SETTINGS_RELATIONS) inputs.set(name, await contentVersion(db, name));
		const staged = await stagedStates(db, views);
		const made = await openBuild(db, transforms, {
			inputs,
			previous: before?.versions ?? {},
			partial: { limits, views, stagedBefore: before?.staged ?? {}, stagedNow: staged },
		});
		await made.build(BEFORE_SCORING);
		await snapshot.finish(() => undefined);
		if (before !== null) for (const name of ['marts', 'people']) await db.run(`detach previous_${name}`);
		db.closeSync();
		const { relations, versions } = made.built();
		const read = Object.fromEntries([...inputs].map(([name, version]) => [name, { inputs: version, version }]));
		return { relations, last: { id, versions: { ...read, ...versions }, staged } };
	}

	async function differences(ids: readonly [string, string], relations: readonly BuiltRelation[]) {
		const found: Record<string, unknown[]> = {};
		const db = await database.connect();
		for (const [alias, id] of [
			['one', ids[0]],
			['other', ids[1]],
		] as const) {
			for (const store of ['marts', 'people']) {
				const file = join(dataDir, 'snapshots', id, `${store}.duckdb`);
				await attach(db, file, `${alias}_${store}`, { readOnly: true });
			}
		}
		for (const { name } of relations) {
			const store = name === 'dim_people' ? 'people' : 'marts';
			const [one, other] = [`one_${store}.main.${name}`, `other_${store}.main.${name}`];
			const apart = await rows(
				db,
				unsafe(
					`select 'changed' as made, * from (from ${one} except all from ${other})
					union all select 'built' as made, * from (from ${other} except all from ${one}) limit 6`,
				),
			);
			if (apart.length > 0) found[name] = apart;
		}
		for (const alias of ['one', 'other'])
			for (const store of ['marts', 'people']) await db.run(`detach ${alias}_${store}`);
		db.closeSync();
		return found;
	}

	return {
		async load(name, given) {
			const source: Source = SOURCES[name];
			const table = rawTable(name).text;
			const loadId = nextLoad();
			if (source.disposition === 'replace') {
				const active = await rows<{ id: string }>(
					raw,
					unsafe(`select load_id as id from raw.main.loads where is_active and source = '${name}'`),
				);
				const old = active.map(({ id }) => id);
				await deleteLoadedRows(raw, name, old);
				await retireLoads(raw, old, '2026-01-01T00:00:00Z');
			}
			const columns = Object.entries(source.columns);
			const places = source.key.map((key) => columns.findIndex(([column]) => column === key));
			for (const [index, row] of given.entries()) {
				if (source.disposition === 'merge') {
					const isSame = source.key.map(
						(key, at) => `"${key}" = $${at + 1}::${SQL_TYPES[source.columns[key] ?? 'text']}`,
					);
					await raw.run(
						`delete from ${table} where ${isSame.join(' and ')}`,
						places.map((place) => row[place] ?? null),
					);
				}
				const values = columns.map(([, type], at) => `$${at + 1}::${SQL_TYPES[type]}`);
				await raw.run(`insert into ${table} values (${values.join(', ')}, '${loadId}', '${name}.csv', ${index + 2})`, [
					...row,
				]);
			}
			await note(source, loadId, given.length);
		},
		async remove(name, keys) {
			const [key] = SOURCES[name].key;
			const list = keys.map((each) => `'${each}'`).join(', ');
			await raw.run(`delete from ${rawTable(name).text} where "${key ?? 'line'}" in (${list})`);
			await note(SOURCES[name], nextLoad(), 0);
		},
		async publish(asOf, options = {}) {
			snapshots += 1;
			const partial = await build(asOf, `s${snapshots}`, last, options);
			const whole = await build(asOf, `s${snapshots}full`, null, options);
			last = partial.last;
			return {
				differences: await differences([partial.last.id, whole.last.id], whole.relations),
				changed: partial.relations.flatMap(({ name, changeSeconds }) => (changeSeconds === undefined ? [] : [name])),
			};
		},
		close() {
			raw.closeSync();
			database.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

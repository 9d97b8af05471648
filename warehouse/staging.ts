import { createHash } from 'node:crypto';
import { STAGED_ENTITIES, stagedEntityByName } from './entities/entities.ts';
import { SQL_TYPES } from './entities/entity.ts';
import type { Entity, EntityColumn } from './entities/entity.ts';
import { rawTableName } from './raw.ts';

/** What fills a column of an entity: a column of the source, a constant, an expression over columns, or file and line. */
export type StagingValue =
	string | { readonly value: string | number | boolean } | { readonly sql: string } | { readonly line: true };

type Mapping = Readonly<Record<string, StagingValue>>;

/** What an entity is read from, where that is not the one table with all rows of its source. */
export interface StagingInput {
	/** A select whose rows are one per key of the entity. */
	readonly sql: string;
	/** The tables of raw that it names. */
	readonly tables: readonly string[];
}

/** The part of a source that its staging views are generated from. */
export interface StagingSource {
	readonly name: string;
	/** Zone of its timestamps; the company's when missing. */
	readonly zone?: string | undefined;
	/** Columns that identify a row of a file. */
	readonly key: readonly string[];
	/** replace keeps a key once per file, merge over all files, scd2 once among current rows, append looks at no key. */
	readonly disposition?: 'replace' | 'merge' | 'append' | 'scd2';
	/** SQL of the rows in raw that count: without those that are deleted at the source, or were replaced; all when left out. */
	readonly rowFilter?: string | undefined;
	/** How many loads its rows come from, one a file; many when left out. */
	readonly loads?: number | undefined;
	readonly entities: Readonly<Record<string, Mapping>>;
	/** By entity; those left out are read from the source's rows. */
	readonly inputs?: Readonly<Record<string, StagingInput>> | undefined;
}

export interface StagingView {
	readonly name: string;
	readonly sql: string;
	/** The source it reads, null for the union over sources. */
	readonly source: string | null;
	readonly entity: string;
	/** The tables of raw that it reads; none for a union. */
	readonly tables: readonly string[];
	/** Whether it joins or converts so much that a run, which reads it several times, had better keep its rows. */
	readonly isKept: boolean;
	/** How its rows are told apart; null for what is not read from the one table of its source, or nobody maps. */
	readonly keys: StagingKeys | null;
}

/** The keys of a view's rows, beside the load that each row of raw came with. */
export interface StagingKeys {
	/** A select of the key's columns and `_load_id`, from all rows of raw that the view reads. */
	readonly sql: string;
	/** Whether raw holds at most one row per key, so that no older row comes up when a newer one goes. */
	readonly isUnique: boolean;
	/** The view's rows whose key stands in `wanted_<entity>`; null where a key has several columns. */
	readonly wantedSql: string | null;
	/** The view's rows that some loads brought, where raw holds one row per key; else null. */
	readonly loadedSql: ((loads: readonly string[]) => string) | null;
}

/** The table of the keys that `wantedSql` of an entity's views goes by. */
export function wantedTable(entity: string): string {
	return `wanted_${entity}`;
}

/**
 * A condition on raw for the rows that some loads brought. Constants that are near each other let DuckDB pass over what lies
 * before them without reading it.
 */
export function loadedCondition(loads: readonly string[]): string {
	return loads.length === 0 ? 'false' : `_load_id in (${loads.map(quotedText).join(', ')})`;
}

/** A column named by a config, as an identifier: any character may occur. */
export function quotedName(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

function quotedText(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** The SQL of a mapping value, before it is cast to its type. */
export function stagingValueSql(value: StagingValue): string {
	if (typeof value === 'string') return quotedName(value);
	if ('line' in value) return "_file || ':' || _line";
	// The line break ends a comment that the expression may end with.
	if ('sql' in value) return `(${value.sql}\n)`;
	return typeof value.value === 'string' ? quotedText(value.value) : String(value.value);
}

/** The name of the day that goes with an instant: `ordered_at` brings `ordered_on`. */
function dayName(instant: string): string {
	return instant.replace(/_at$/, '_on');
}

/**
 * An instant as written in a zone becomes UTC, and its day one of the company's calendar. Each conversion between zones
 * costs a microsecond a row, so the one that is not needed is left out.
 */
function instantSql(column: string, written: string, zone: string, companyZone: string): string[] {
	const instant = zone === 'UTC' ? written : `make_timestamp(epoch_us(timezone(${quotedText(zone)}, ${written})))`;
	const local =
		zone === companyZone ? written : `timezone(${quotedText(companyZone)}, make_timestamptz(epoch_us(${instant})))`;
	return [`${instant} as ${quotedName(column)}`, `(${local})::date as ${quotedName(dayName(column))}`];
}

function typedSql(column: EntityColumn, value: StagingValue | undefined): string {
	// What the type cannot hold is null, and the checks say where that must not be; raw still has the value.
	const typed = `try_cast(${value === undefined ? 'null' : stagingValueSql(value)} as ${SQL_TYPES[column.type]})`;
	return column.trimmed && value !== undefined ? `nullif(trim(${typed}), '')` : typed;
}

function columnsSql(entity: Entity, mapping: Mapping, zone: string, companyZone: string): string[] {
	return Object.entries(entity.columns).flatMap(([name, column]) => {
		const typed = typedSql(column, mapping[name]);
		return column.type === 'timestamp'
			? instantSql(name, typed, zone, companyZone)
			: [`${typed} as ${quotedName(name)}`];
	});
}

/** Whether raw holds at most one row per key of the entity already, so that none has to be chosen. */
function isUniqueInRaw(source: StagingSource, entity: Entity, mapping: Mapping): boolean {
	const values = entity.key.map((column) => mapping[column]);
	if (values.some((value) => typeof value === 'object' && 'line' in value)) return true;
	const isKeyUnique =
		source.key.length > 0 &&
		(source.disposition === 'merge' ||
			source.disposition === 'scd2' ||
			(source.disposition === 'replace' && source.loads !== undefined && source.loads <= 1));
	const columns = values.filter((value) => typeof value === 'string');
	return isKeyUnique && columns.length === values.length && source.key.every((column) => columns.includes(column));
}

/** The last row of each key: of two loads the later, of two lines the lower. */
function lastOfKeySql(source: StagingSource, keys: readonly string[]): string {
	// One expression to sort by lets DuckDB keep the best row of each key instead of sorting them all.
	const position = source.loads !== undefined && source.loads <= 1 ? '_line' : 'row(_load_id, _line)';
	return `qualify row_number() over (partition by ${keys.join(', ')} order by ${position} desc) = 1`;
}

/** @param isWanted a condition on raw that keeps all rows of a key, or none */
function sourceViewSql(source: StagingSource, entity: Entity, companyZone: string, isWanted?: string): string {
	const mapping = source.entities[entity.name] ?? {};
	const input = source.inputs?.[entity.name];
	const keys = entity.key.map((name) => typedSql(entity.columns[name] ?? { type: 'text' }, mapping[name]));
	const parts = [
		`select\n\t${columnsSql(entity, mapping, source.zone ?? companyZone, companyZone).join(',\n\t')}`,
		`from ${input === undefined ? `raw.main.${quotedName(rawTableName(source.name))}` : `(\n${input.sql}\n)`}`,
	];
	const conditions = [
		...(source.rowFilter === undefined ? [] : [`(${source.rowFilter})`]),
		...(entity.keepsRowsWithoutKey ? [] : keys.map((key) => `${key} is not null`)),
		...(isWanted === undefined ? [] : [isWanted]),
	];
	if (conditions.length > 0) parts.push(`where ${conditions.join(' and ')}`);
	if (input === undefined && !isUniqueInRaw(source, entity, mapping)) {
		const ownKeys = keys.map((key) => `coalesce(${key}, _load_id || ':' || _line)`);
		parts.push(lastOfKeySql(source, entity.keepsRowsWithoutKey ? ownKeys : keys));
	}
	return parts.join('\n');
}

function keysOf(source: StagingSource, entity: Entity, companyZone: string): StagingKeys {
	const mapping = source.entities[entity.name] ?? {};
	const keys = entity.key.map((name) => ({
		name,
		sql: typedSql(entity.columns[name] ?? { type: 'text' }, mapping[name]),
	}));
	const filled = entity.keepsRowsWithoutKey
		? ''
		: `\nwhere ${keys.map((key) => `${key.sql} is not null`).join(' and ')}`;
	const columns = keys.map((key) => `${key.sql} as ${quotedName(key.name)}`);
	const [only, ...others] = keys;
	return {
		sql: `select ${columns.join(', ')}, _load_id from raw.main.${quotedName(rawTableName(source.name))}${filled}`,
		isUnique: isUniqueInRaw(source, entity, mapping),
		loadedSql: isUniqueInRaw(source, entity, mapping)
			? (loads) => sourceViewSql(source, entity, companyZone, loadedCondition(loads))
			: null,
		wantedSql:
			only === undefined || others.length > 0
				? null
				: sourceViewSql(
						source,
						entity,
						companyZone,
						`${only.sql} in (select ${quotedName(only.name)} from ${wantedTable(entity.name)})`,
					),
	};
}

function emptyViewSql(entity: Entity): string {
	const columns = [
		...columnsSql(entity, {}, 'UTC', 'UTC'),
		'null::varchar as _source',
		'null::integer as _source_order',
	];
	return `select\n\t${columns.join(',\n\t')}\nwhere false`;
}

/** Keys of a union: only where all of its parts have them. */
function unionKeys(
	parts: readonly StagingView[],
	part: (source: string | null, from: string) => string,
): StagingKeys | null {
	const keys = parts.map((view) => view.keys).filter((each) => each !== null);
	if (keys.length === 0 || keys.length < parts.length) return null;
	const wanted = parts.map(({ source, keys: own }) =>
		typeof own?.wantedSql === 'string' ? part(source, `(\n${own.wantedSql}\n)`) : null,
	);
	return {
		sql: keys.map(({ sql }) => sql).join('\nunion all\n'),
		isUnique: false,
		loadedSql: keys.every(({ loadedSql }) => loadedSql !== null)
			? (loads) =>
					parts
						.map(({ source, keys: own }) => part(source, `(\n${own?.loadedSql?.(loads) ?? ''}\n)`))
						.join('\nunion all by name\n')
			: null,
		wantedSql: wanted.includes(null) ? null : wanted.join('\nunion all by name\n'),
	};
}

/**
 * The staging views of a config, to be made as temporary views over raw: one `stg_<source>__<entity>` per mapping, and one
 * union `stg_<entity>` per entity, empty where nobody maps it. Columns are the entity's, typed, null where nothing is
 * mapped; instants are UTC, and beside each stands its day in the company's zone (`ordered_at`, `ordered_on`). Of several
 * rows of one key in a source the last loaded counts; sources are not compared with each other, but the union says which
 * one a row is of (`_source`) and which place that has among them (`_source_order`, from 0). A row without the key makes no
 * entity, for a file of order lines may name a customer in some of them only; an order line is always kept.
 */
export function stagingViews(sources: readonly StagingSource[], companyZone: string): StagingView[] {
	const bySource = sources.flatMap((source) =>
		Object.keys(source.entities).flatMap((name): StagingView[] => {
			const entity = stagedEntityByName(name);
			if (!entity) return [];
			return [
				{
					name: `stg_${source.name}__${name}`,
					sql: sourceViewSql(source, entity, companyZone),
					source: source.name,
					entity: name,
					tables: source.inputs?.[name]?.tables ?? [rawTableName(source.name)],
					isKept: source.inputs !== undefined,
					// Versions end where they lie: that a row went cannot be told by counting.
					keys:
						source.inputs === undefined && source.disposition !== 'scd2' ? keysOf(source, entity, companyZone) : null,
				},
			];
		}),
	);
	const places = new Map(sources.map(({ name }, index) => [name, index]));
	const unions = STAGED_ENTITIES.map((entity): StagingView => {
		const parts = bySource.filter((view) => view.entity === entity.name);
		const part = (source: string | null, from: string): string =>
			`select *, ${quotedText(source ?? '')} as _source, ${places.get(source ?? '') ?? 0} as _source_order from ${from}`;
		return {
			name: `stg_${entity.name}`,
			sql:
				parts.length === 0
					? emptyViewSql(entity)
					: parts.map(({ name, source }) => part(source, name)).join('\nunion all by name\n'),
			source: null,
			entity: entity.name,
			tables: [],
			isKept: false,
			keys: unionKeys(parts, part),
		};
	});
	return [...bySource, ...unions];
}

/** A hash of all the views: a changed mapping makes another one. */
export function stagingFingerprint(views: readonly StagingView[]): string {
	return createHash('sha256')
		.update(JSON.stringify(views.map(({ name, sql }) => [name, sql])))
		.digest('hex');
}

import { createHash } from 'node:crypto';
import { ENTITIES, entityByName } from './entities/entities.ts';
import { SQL_TYPES } from './entities/entity.ts';
import type { Entity } from './entities/entity.ts';

/** What fills a column of an entity: a column of the source, a constant, an expression over columns, or file and line. */
export type StagingValue =
	string | { readonly value: string | number | boolean } | { readonly sql: string } | { readonly line: true };

/** The part of a source that its staging views are generated from. */
export interface StagingSource {
	readonly name: string;
	/** Zone of its timestamps; the company's when missing. */
	readonly zone?: string | undefined;
	/** Columns that identify a row in raw: the load keeps them unique. */
	readonly key: readonly string[];
	readonly entities: Readonly<Record<string, Readonly<Record<string, StagingValue>>>>;
}

export interface StagingView {
	readonly name: string;
	readonly sql: string;
	/** The source it reads, null for the union over sources. */
	readonly source: string | null;
	readonly entity: string;
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

function columnSql(
	entity: Entity,
	column: string,
	value: StagingValue | undefined,
	zone: string,
	companyZone: string,
): string[] {
	const type = entity.columns[column]?.type ?? 'text';
	const expression = value === undefined ? 'null' : stagingValueSql(value);
	const typed = `${expression}::${SQL_TYPES[type]}`;
	if (type === 'timestamp') return instantSql(column, typed, zone, companyZone);
	return [`${typed} as ${quotedName(column)}`];
}

/** Whether raw holds at most one row per key of the entity already, so that none has to be chosen. */
function isUniqueInRaw(
	source: StagingSource,
	entity: Entity,
	mapping: Readonly<Record<string, StagingValue>>,
): boolean {
	const values = entity.key.map((column) => mapping[column]);
	if (values.some((value) => typeof value === 'object' && 'line' in value)) return true;
	const columns = values.filter((value) => typeof value === 'string');
	return (
		source.key.length > 0 && columns.length === values.length && source.key.every((column) => columns.includes(column))
	);
}

function sourceViewSql(source: StagingSource, entity: Entity, companyZone: string): string {
	const mapping = source.entities[entity.name] ?? {};
	const zone = source.zone ?? companyZone;
	const columns = Object.keys(entity.columns).flatMap((column) =>
		columnSql(entity, column, mapping[column], zone, companyZone),
	);
	const keys = entity.key.map((column) => stagingValueSql(mapping[column] ?? { value: '' }));
	const last = isUniqueInRaw(source, entity, mapping)
		? ''
		: `\nqualify row_number() over (partition by ${keys.join(', ')} order by _load_id desc, _line desc) = 1`;
	return `select\n\t${columns.join(',\n\t')}\nfrom raw.main.${quotedName(`${source.name}__rows`)}\nwhere ${keys
		.map((key) => `${key} is not null`)
		.join(' and ')}${last}`;
}

function emptyViewSql(entity: Entity): string {
	const columns = Object.keys(entity.columns).flatMap((column) => columnSql(entity, column, undefined, 'UTC', 'UTC'));
	return `select\n\t${columns.join(',\n\t')}\nwhere false`;
}

/**
 * The staging views of a config: one `stg_<source>__<entity>` per mapping, with the entity's columns typed, its instants
 * in UTC and beside each the day in the company's zone, and one union `stg_<entity>` per entity, empty where nobody maps it. A row without the entity's key
 * makes no entity; of several rows of one key the last loaded counts.
 */
export function stagingViews(sources: readonly StagingSource[], companyZone: string): StagingView[] {
	const bySource = sources.flatMap((source) =>
		Object.keys(source.entities).flatMap((name): StagingView[] => {
			const entity = entityByName(name);
			if (!entity) return [];
			return [
				{
					name: `stg_${source.name}__${name}`,
					sql: sourceViewSql(source, entity, companyZone),
					source: source.name,
					entity: name,
				},
			];
		}),
	);
	const unions = ENTITIES.map((entity): StagingView => {
		const parts = bySource.filter((view) => view.entity === entity.name).map((view) => `select * from ${view.name}`);
		return {
			name: `stg_${entity.name}`,
			sql: parts.length === 0 ? emptyViewSql(entity) : parts.join('\nunion all by name\n'),
			source: null,
			entity: entity.name,
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

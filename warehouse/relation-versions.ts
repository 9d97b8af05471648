import { createHash } from 'node:crypto';
import type { Connection } from './database.ts';
import { row, rows, sql, unsafe } from './query.ts';
import type { StagingView } from './staging.ts';

/**
 * What a relation was made of, and what came of it: two relations of one name with the same version hold the same rows.
 * So a relation whose `inputs` are those of the last snapshot is copied from it, and one that came out as before leaves
 * everything that reads it as it was.
 */
export interface RelationVersion {
	/** A hash of its SQL and of the versions of all that it reads. */
	readonly inputs: string;
	readonly version: string;
	/** A hash of its SQL alone; none where it has none, and in snapshots of before. */
	readonly sql?: string;
}

/** Why a relation is built instead of being copied. */
export type BuildReason =
	| { readonly kind: 'new' | 'sql' | 'engine' }
	/** What it reads has changed: the names. */
	| { readonly kind: 'inputs'; readonly changed: readonly string[] };

/**
 * Why a relation differs from the one of that name in the last snapshot; null where it does not.
 * @param current its versions now, and of each relation that it reads the one now
 */
export function reasonToBuild(
	name: string,
	current: RelationVersion,
	reads: ReadonlyMap<string, string>,
	previous: RelationVersions,
): BuildReason | null {
	const before = previous[name];
	if (before === undefined) return { kind: 'new' };
	if (before.inputs === current.inputs) return null;
	if (before.sql !== current.sql) return { kind: 'sql' };
	const changed = [...reads].filter(([read, version]) => previous[read]?.version !== version).map(([read]) => read);
	return changed.length === 0 ? { kind: 'engine' } : { kind: 'inputs', changed };
}

/** By name of the relation, of a staging view, or of anything else that transforms read. */
export type RelationVersions = Readonly<Record<string, RelationVersion>>;

/** A hash of what a version is made of. */
export function versionOf(parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The version of the engine: another one may compute, hash and store in another way. */
export async function engineVersion(connection: Connection): Promise<string> {
	return (await row<{ version: string }>(connection, sql`select version() as version`))?.version ?? '';
}

/** A version from a relation's rows, whatever their order: how many they are, and two sums over the hashes of each. */
export async function contentVersion(connection: Connection, relation: string): Promise<string> {
	const found = await row<{ version: string }>(
		connection,
		unsafe(
			`select count(*) || ':' || coalesce(bit_xor(hashed), 0) || ':' || coalesce(sum(hashed::hugeint), 0) as version
			from (select hash(entry) as hashed from ${relation} as entry)`,
		),
	);
	return found?.version ?? '';
}

/** Which loads the rows of each source come from, as one text. */
async function loadsBySource(connection: Connection): Promise<ReadonlyMap<string, string>> {
	const found = await rows<{ source: string; loads: string }>(
		connection,
		sql`select source, string_agg(load_id, ' ' order by load_id) as loads
			from raw.main.loads where is_active group by source`,
	);
	return new Map(found.map(({ source, loads }) => [source, loads]));
}

/**
 * The versions of the staging views, which have to be in place: of one whose rows are kept from those rows, of any other
 * from its SQL and the loads of its source.
 */
export async function stagingVersions(
	connection: Connection,
	views: readonly StagingView[],
): Promise<Map<string, string>> {
	const loads = await loadsBySource(connection);
	const versions = new Map<string, string>();
	for (const view of views.filter(({ source }) => source !== null)) {
		const version = view.isKept
			? await contentVersion(connection, view.name)
			: versionOf([view.sql, loads.get(view.source ?? '') ?? '']);
		versions.set(view.name, version);
	}
	for (const union of views.filter(({ source }) => source === null)) {
		const parts = views.filter(({ source, entity }) => source !== null && entity === union.entity);
		versions.set(union.name, versionOf([union.sql, parts.map(({ name }) => versions.get(name))]));
	}
	return versions;
}

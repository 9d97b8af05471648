import type { Connection } from './database.ts';
import type { OrderedTransform, TransformFolder } from './graph.ts';
import { LARGE_FACT, LARGE_INTERMEDIATES, openPartialBuilds } from './partial/partial-builds.ts';
import type { PartialOptions } from './partial/partial-builds.ts';
import { PARTIAL_LIMITS } from './partial/recipe.ts';
import { QueryError } from './query.ts';
import { contentVersion, engineVersion, reasonToBuild, versionOf } from './relation-versions.ts';
import type { BuildReason, RelationVersion, RelationVersions } from './relation-versions.ts';

export interface BuiltRelation {
	readonly name: string;
	readonly rows: number;
	readonly seconds: number;
	/** Whether it was taken over from the last snapshot, for nothing that it is made of has changed. */
	readonly isCopied: boolean;
	/** Why it was not; null where it was. */
	readonly reason: BuildReason | null;
	/** Where what changed was exchanged in what it was: the seconds of finding and computing that, the others being writing. */
	readonly changeSeconds?: number;
}

export interface BuildOptions {
	/** Versions of everything that transforms read and no transform makes. */
	readonly inputs: ReadonlyMap<string, string>;
	/** Versions in the last snapshot, which is attached as `previous_marts` and `previous_people`; none to build all. */
	readonly previous: RelationVersions;
	/** How relations that are large are changed instead of built; all are built when it is left out. */
	readonly partial?: PartialOptions;
	/** Hears how many of the transforms are done. */
	readonly onProgress?: (done: number) => void;
}

export interface Built {
	/** Those of the snapshot, in the order they were made. */
	readonly relations: readonly BuiltRelation[];
	/** Of every transform. */
	readonly versions: RelationVersions;
}

/**
 * Makes a relation and gives its rows, none for a view.
 * @param place what an error names: the file of somebody's own, else the relation
 */
async function createRelation(
	connection: Connection,
	kind: string,
	target: string,
	sql: string,
	place = target,
): Promise<number> {
	const statement = `create ${kind} ${target} as\n${sql}`;
	try {
		// DuckDB answers to a table with the number of its rows.
		const [created] = (await connection.runAndReadAll(statement)).getRows();
		return kind.endsWith('view') ? 0 : Number(created?.[0] ?? 0);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new QueryError(`${place} could not be built: ${reason}`, statement, { cause });
	}
}

/** Something that transforms read and no transform makes. */
export interface BuildInput {
	readonly name: string;
	readonly version: string;
	/** Fills it; called once, before the first relation that reads it is built, and never when all of those are copied. */
	readonly fill?: () => Promise<void>;
}

/** A snapshot's relations in the making. */
export interface RelationBuild {
	/**
	 * Publishes those of the transforms that lie in the folders, in order: what is made of the same as in the last snapshot
	 * is copied from it, the others are built. Of an intermediate or a feature it finds the version.
	 * @param inputs what came about since the build was opened
	 * @throws QueryError naming the relation that could not be built
	 */
	build(folders: readonly TransformFolder[], inputs?: readonly BuildInput[]): Promise<void>;
	/** Makes relations that go with the run, and before them those that they read, unless they are there. */
	make(names: readonly string[]): Promise<void>;
	/** What was built so far. */
	built(): Built;
}

/** Relations that go with the run. */
const PASSING: readonly TransformFolder[] = ['intermediate', 'features'];

/** The database that a published relation lies in. */
function storeOf(folder: TransformFolder): 'marts' | 'people' {
	return folder === 'people' ? 'people' : 'marts';
}

/**
 * Opens the build of a snapshot's relations. Marts, people and scores become tables, an intermediate a temporary view when
 * one relation reads it and a temporary table when several do, a feature a temporary table. What goes with the run is made
 * when something that is built reads it, or a model asks for it; a table of them is held against its former rows, so
 * that an edit that does not matter to what follows ends there.
 */
export async function openBuild(
	connection: Connection,
	transforms: readonly OrderedTransform[],
	{ inputs, previous, partial, onProgress = () => undefined }: BuildOptions,
): Promise<RelationBuild> {
	const engine = await engineVersion(connection);
	const passing = new Map(
		transforms.filter(({ folder }) => PASSING.includes(folder)).map((transform) => [transform.name, transform]),
	);
	const readersOf = (name: string): OrderedTransform[] => transforms.filter(({ reads }) => reads.includes(name));
	const isKept = ({ name, folder, isKept: isAsked = false }: OrderedTransform): boolean =>
		folder === 'features' || isAsked || readersOf(name).length > 1;
	const made = new Set<string>();
	const relations: BuiltRelation[] = [];
	const versions: Record<string, RelationVersion> = {};
	const versionsRead = new Map(inputs);
	const unfilled = new Map<string, () => Promise<void>>();
	const changes =
		partial === undefined
			? null
			: openPartialBuilds({
					connection,
					transforms,
					engine,
					previous,
					options: partial,
					versionNow: (name) => versionsRead.get(name),
					make,
				});

	async function make(names: readonly string[]): Promise<void> {
		for (const name of names) {
			const transform = passing.get(name);
			if (transform === undefined || made.has(name)) continue;
			await make(transform.reads);
			await createRelation(connection, isKept(transform) ? 'temp table' : 'temp view', name, transform.sql);
			made.add(name);
		}
	}

	/** Makes all that a query reads: what goes with the run, and what is filled when it is read. */
	async function makeRead({ reads, inputs: others }: OrderedTransform): Promise<void> {
		await make(reads);
		for (const name of others) {
			const fill = unfilled.get(name);
			unfilled.delete(name);
			await fill?.();
		}
	}

	async function publish(transform: OrderedTransform, reason: BuildReason | null): Promise<BuiltRelation> {
		const { name, folder, sql, built = sql } = transform;
		const began = performance.now();
		const isCopied = reason === null;
		const seconds = (): number => (performance.now() - began) / 1000;
		const changed = isCopied ? null : ((await changes?.find(name)) ?? null);
		const changeSeconds = seconds();
		if (!isCopied && changed === null) await makeRead(transform);
		const store = storeOf(folder);
		const source = isCopied ? `from previous_${store}.main.${name}` : (changed ?? built);
		const rows = await createRelation(connection, 'table', `${store}.main.${name}`, source, transform.file);
		await changes?.carry(name, rows);
		const relation = { name, rows, seconds: seconds(), isCopied, reason };
		return changed === null ? relation : { ...relation, changeSeconds };
	}

	/** Whether comparing its rows with its former ones would cost as much as making what follows from them. */
	function isTooLarge(name: string): boolean {
		const fact = relations.find((relation) => relation.name === LARGE_FACT);
		return LARGE_INTERMEDIATES.has(name) && (fact?.rows ?? 0) >= (partial?.limits ?? PARTIAL_LIMITS).fromRows;
	}

	/** Drops large tables that go with the run once nothing reads them any more. */
	async function dropLarge(transform: OrderedTransform): Promise<void> {
		for (const name of transform.reads) {
			const isNeeded = readersOf(name).some((reader) => versions[reader.name] === undefined);
			if (isNeeded || !isTooLarge(name) || !made.delete(name)) continue;
			const kept = passing.get(name);
			if (kept !== undefined) await connection.run(`drop ${isKept(kept) ? 'table' : 'view'} temp.main.${name}`);
		}
	}

	async function buildOne(transform: OrderedTransform): Promise<void> {
		const { name, folder, sql, built = sql } = transform;
		const reads = new Map(
			[...transform.reads, ...transform.inputs].map((each) => [each, versionsRead.get(each) ?? `no ${each}`]),
		);
		const madeOf = versionOf([engine, built, [...reads.values()]]);
		const current = { inputs: madeOf, version: madeOf, sql: versionOf([built]) };
		const reason = reasonToBuild(name, current, reads, previous);
		let version = reason === null ? (previous[name]?.version ?? madeOf) : madeOf;
		if (!PASSING.includes(folder)) {
			relations.push(await publish(transform, reason));
		} else if (reason !== null && isKept(transform) && !isTooLarge(name)) {
			await make([name]);
			version = await contentVersion(connection, name);
		}
		versions[name] = { ...current, version };
		versionsRead.set(name, version);
		await dropLarge(transform);
	}

	return {
		async build(folders, added = []) {
			for (const { name, version, fill } of added) {
				versionsRead.set(name, version);
				if (fill !== undefined) unfilled.set(name, fill);
			}
			for (const transform of transforms.filter(({ folder }) => folders.includes(folder))) {
				await buildOne(transform);
				onProgress(Object.keys(versions).length);
			}
		},
		make,
		built: () => ({ relations, versions }),
	};
}

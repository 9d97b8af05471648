import type { Connection } from './database.ts';
import type { OrderedTransform } from './graph.ts';
import { QueryError } from './query.ts';
import { contentVersion, engineVersion, versionOf } from './relation-versions.ts';
import type { RelationVersion, RelationVersions } from './relation-versions.ts';

export interface BuiltRelation {
	readonly name: string;
	readonly rows: number;
	readonly seconds: number;
	/** Whether it was taken over from the last snapshot, for nothing that it is made of has changed. */
	readonly isCopied: boolean;
}

export interface BuildOptions {
	/** Versions of everything that transforms read and no transform makes. */
	readonly inputs: ReadonlyMap<string, string>;
	/** Versions in the last snapshot, which is attached as `previous_marts` and `previous_people`; none to build all. */
	readonly previous: RelationVersions;
	/** Hears how many of the transforms are done. */
	readonly onProgress?: (done: number) => void;
}

export interface Built {
	/** Those of the snapshot, in the order they were made. */
	readonly relations: readonly BuiltRelation[];
	/** Of every transform. */
	readonly versions: RelationVersions;
}

/** Makes a relation and gives its rows, none for a view. */
async function createRelation(connection: Connection, kind: string, target: string, sql: string): Promise<number> {
	const statement = `create ${kind} ${target} as\n${sql}`;
	try {
		// DuckDB answers to a table with the number of its rows.
		const [created] = (await connection.runAndReadAll(statement)).getRows();
		return kind.endsWith('view') ? 0 : Number(created?.[0] ?? 0);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new QueryError(`${target} could not be built: ${reason}`, statement, { cause });
	}
}

/**
 * Builds every relation of a snapshot, in order. What is made of the same as in the last snapshot is copied from it; the
 * others are built: marts and people as tables, an intermediate as a temporary view when one relation reads it and as a
 * temporary table when several do. An intermediate is made when something that is built reads it, and a table of them
 * is held against its former rows, so that an edit that does not matter to what follows ends there.
 * @throws QueryError naming the relation that could not be built
 */
export async function buildRelations(
	connection: Connection,
	transforms: readonly OrderedTransform[],
	{ inputs, previous, onProgress = () => undefined }: BuildOptions,
): Promise<Built> {
	const engine = await engineVersion(connection);
	const intermediates = new Map(
		transforms.filter(({ folder }) => folder === 'intermediate').map((transform) => [transform.name, transform]),
	);
	const isKept = ({ name }: OrderedTransform): boolean =>
		transforms.filter(({ reads }) => reads.includes(name)).length > 1;
	const made = new Set<string>();

	/** Makes the intermediates that a query names, and before them those that they name. */
	async function makeRead(names: readonly string[]): Promise<void> {
		for (const name of names) {
			const intermediate = intermediates.get(name);
			if (intermediate === undefined || made.has(name)) continue;
			await makeRead(intermediate.reads);
			await createRelation(connection, isKept(intermediate) ? 'temp table' : 'temp view', name, intermediate.sql);
			made.add(name);
		}
	}

	async function publish({ name, folder, sql, reads }: OrderedTransform, isCopied: boolean): Promise<BuiltRelation> {
		const began = performance.now();
		if (!isCopied) await makeRead(reads);
		const source = isCopied ? `from previous_${folder}.main.${name}` : sql;
		const rows = await createRelation(connection, 'table', `${folder}.main.${name}`, source);
		return { name, rows, seconds: (performance.now() - began) / 1000, isCopied };
	}

	const relations: BuiltRelation[] = [];
	const versions: Record<string, RelationVersion> = {};
	const versionsRead = new Map(inputs);
	for (const [index, transform] of transforms.entries()) {
		const { name, folder } = transform;
		const read = [...transform.reads, ...transform.inputs].map((each) => versionsRead.get(each) ?? `no ${each}`);
		const madeOf = versionOf([engine, transform.sql, read]);
		const before = previous[name]?.inputs === madeOf ? previous[name].version : null;
		let version = before ?? madeOf;
		if (folder !== 'intermediate') {
			relations.push(await publish(transform, before !== null));
		} else if (before === null && isKept(transform)) {
			await makeRead([name]);
			version = await contentVersion(connection, name);
		}
		versions[name] = { inputs: madeOf, version };
		versionsRead.set(name, version);
		onProgress(index + 1);
	}
	return { relations, versions };
}

import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from './database.ts';
import { QueryError } from './query.ts';
import { tableNames } from './table-names.ts';

export type TransformFolder = 'intermediate' | 'marts' | 'people';

/** One relation and the SQL file that makes it. */
export interface Transform {
	/** The file's name: the relation's. */
	readonly name: string;
	/** Decides where the relation lies: intermediates go with the run, marts and people are published. */
	readonly folder: TransformFolder;
	/** Its first line: what one row is. */
	readonly grain: string;
	readonly sql: string;
}

/** A transform with the transforms it reads. */
export interface OrderedTransform extends Transform {
	readonly reads: readonly string[];
	/** Everything it names that no transform makes: staging views and settings. */
	readonly inputs: readonly string[];
}

export interface BuiltRelation {
	readonly name: string;
	readonly rows: number;
	readonly seconds: number;
}

const FOLDER = fileURLToPath(new URL('./transforms/', import.meta.url));

/** Reads every transform, by name. */
export function loadTransforms(): Transform[] {
	const files = globSync('{intermediate,marts,people}/*.sql', { cwd: FOLDER }).sort();
	return files.map((file) => {
		const text = readFileSync(FOLDER + file, 'utf8').trim();
		return {
			name: basename(file, '.sql'),
			folder: dirname(file) as TransformFolder,
			grain: /^-- (One row per .*)$/m.exec(text)?.[1] ?? '',
			sql: text,
		};
	});
}

/** A hash of all transforms: changed SQL makes another one. */
export function transformsFingerprint(transforms: readonly Transform[]): string {
	return createHash('sha256')
		.update(JSON.stringify(transforms.map(({ name, folder, sql: text }) => [name, folder, text])))
		.digest('hex');
}

/**
 * Orders transforms so that each comes after those it reads. DuckDB itself says which tables a query names.
 * @throws Error naming the transforms that read each other in a circle
 */
export async function orderTransforms(
	connection: Connection,
	transforms: readonly Transform[],
): Promise<OrderedTransform[]> {
	const known = new Set(transforms.map(({ name }) => name));
	const waiting = new Map<string, OrderedTransform>();
	const named = await tableNames(
		connection,
		transforms.map((transform) => transform.sql),
	);
	for (const [index, transform] of transforms.entries()) {
		const names = named[index] ?? [];
		waiting.set(transform.name, {
			...transform,
			reads: names.filter((name) => known.has(name)),
			inputs: names.filter((name) => !known.has(name)),
		});
	}
	const ordered: OrderedTransform[] = [];
	while (waiting.size > 0) {
		const ready = [...waiting.values()].filter(({ reads }) => reads.every((name) => !waiting.has(name)));
		if (ready.length === 0) {
			throw new Error(`transforms read each other in a circle: ${[...waiting.keys()].join(', ')}`);
		}
		for (const transform of ready) {
			ordered.push(transform);
			waiting.delete(transform.name);
		}
	}
	return ordered;
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
 * Builds every relation in order: marts and people as tables of the new snapshot, an intermediate as a temporary view
 * when one relation reads it and as a temporary table when several do. Gives those of the snapshot, with their rows.
 * @throws QueryError naming the relation that could not be built
 */
export async function buildTransforms(
	connection: Connection,
	transforms: readonly OrderedTransform[],
	onRelation: (built: BuiltRelation, done: number) => void,
): Promise<BuiltRelation[]> {
	const published: BuiltRelation[] = [];
	for (const [index, { name, folder, sql }] of transforms.entries()) {
		const began = performance.now();
		const readers = transforms.filter(({ reads }) => reads.includes(name)).length;
		const isIntermediate = folder === 'intermediate';
		const kind = !isIntermediate ? 'table' : readers <= 1 ? 'temp view' : 'temp table';
		const rows = await createRelation(connection, kind, isIntermediate ? name : `${folder}.main.${name}`, sql);
		const built = { name, rows, seconds: (performance.now() - began) / 1000 };
		if (!isIntermediate) published.push(built);
		onRelation(built, index + 1);
	}
	return published;
}

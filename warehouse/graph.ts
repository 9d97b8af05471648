import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from './database.ts';
import { tableNames } from './table-names.ts';

/**
 * Intermediates and features go with the run, the others are published. Features are what models read; scores are made
 * after those have been applied, from what they predicted.
 */
export type TransformFolder = 'intermediate' | 'features' | 'marts' | 'people' | 'scores';

/** Folders of what is there before models are applied. */
export const BEFORE_SCORING: readonly TransformFolder[] = ['intermediate', 'marts', 'people'];

/** One relation and the SQL file that makes it. */
export interface Transform {
	/** The file's name: the relation's. */
	readonly name: string;
	/** Decides where the relation lies, and when it is made. */
	readonly folder: TransformFolder;
	/** Its first line: what one row is. */
	readonly grain: string;
	/** Of an intermediate: whether its rows are kept for the run, and held against its former ones, though few read it. */
	readonly isKept?: boolean;
	readonly sql: string;
	/** What is executed in its place, where that is not the same: names mean relations without personal columns. */
	readonly built?: string;
	/** The file of somebody's own that it stands in, as messages name it; none for one of the product's. */
	readonly file?: string;
}

/** A transform with the transforms it reads. */
export interface OrderedTransform extends Transform {
	readonly reads: readonly string[];
	/** Everything it names that no transform makes: staging views and settings. */
	readonly inputs: readonly string[];
}

const FOLDER = fileURLToPath(new URL('./transforms/', import.meta.url));

/** Reads every transform, by name. */
export function loadTransforms(): Transform[] {
	const files = globSync('{intermediate,features,marts,people,scores}/*.sql', { cwd: FOLDER }).sort();
	return files.map((file) => {
		const text = readFileSync(FOLDER + file, 'utf8').trim();
		return {
			name: basename(file, '.sql'),
			folder: dirname(file) as TransformFolder,
			grain: /^-- (One row per .*)$/m.exec(text)?.[1] ?? '',
			isKept: /^-- Kept: /m.test(text),
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

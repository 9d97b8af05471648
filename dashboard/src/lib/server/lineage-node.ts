import type { Snapshot, SnapshotCheck } from '#records/snapshots.ts';
import { listSnapshots } from '#records/snapshots.ts';
import type { Connection } from '#warehouse/database.ts';
import { loadTransforms } from '#warehouse/graph.ts';
import type { Transform } from '#warehouse/graph.ts';
import { downstream, readLineage, upstream } from '#warehouse/lineage.ts';
import type { LineageKind, LineageNode } from '#warehouse/lineage.ts';
import { builtOwnTransforms } from '#warehouse/own/own-definitions.ts';
import { columnsOfRelation, countRows } from '#warehouse/reads/data.ts';
import { hasLineage } from './lineage.ts';
import { records } from './records.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** A node beside the chosen one. */
export interface LineageNeighbour {
	readonly name: string;
	readonly kind: LineageKind;
	/** Whether nothing lies between. */
	readonly isNext: boolean;
}

/** One node of the lineage, with all that is known of it. */
export interface LineageNodeDetails {
	readonly name: string;
	readonly kind: LineageKind;
	/** What one row is; null where no SQL of ours or of somebody's own makes it. */
	readonly grain: string | null;
	readonly sql: string | null;
	/** The file of somebody's own that it stands in, null for one of the product's. */
	readonly file: string | null;
	readonly columns: readonly { readonly name: string; readonly type: string }[];
	/** Null where its rows go with the run, or it has none. */
	readonly rowsCount: number | null;
	/** How it came into the snapshot; null for what is not kept in it. */
	readonly built: Snapshot['details']['relations'][number] | null;
	readonly publishedAt: string;
	/** What it is made from, directly or through others, the nearest first. */
	readonly upstream: readonly LineageNeighbour[];
	/** What is made from it, directly or through others, the nearest first. */
	readonly downstream: readonly LineageNeighbour[];
	/** Those that look at it. */
	readonly checks: readonly SnapshotCheck[];
}

function neighbours(
	names: readonly string[],
	nodes: readonly LineageNode[],
	isNext: (name: string) => boolean,
): LineageNeighbour[] {
	const kinds = new Map(nodes.map(({ name, kind }) => [name, kind]));
	return names.flatMap((name) => {
		const kind = kinds.get(name);
		return kind === undefined ? [] : [{ name, kind, isNext: isNext(name) }];
	});
}

function checksOf(name: string, checks: readonly SnapshotCheck[]): SnapshotCheck[] {
	const word = new RegExp(`\\b${name}\\b`);
	return checks.filter((check) => word.test(check.name) || word.test(check.meaning ?? ''));
}

const PUBLISHED: readonly LineageKind[] = ['mart', 'people'];

/** Puts together what is known of a node; null where the lineage has none of that name. */
export function describeNode(
	name: string,
	nodes: readonly LineageNode[],
	transforms: readonly Transform[],
	{ details, publishedAt }: Pick<Snapshot, 'details' | 'publishedAt'>,
): Omit<LineageNodeDetails, 'columns' | 'rowsCount'> | null {
	const node = nodes.find((each) => each.name === name);
	if (node === undefined) return null;
	const transform = transforms.find((each) => each.name === name);
	const readers = new Set(nodes.filter(({ reads }) => reads.includes(name)).map((each) => each.name));
	return {
		name,
		kind: node.kind,
		grain: transform?.grain ?? null,
		sql: transform?.sql ?? null,
		file: transform?.file ?? null,
		built: details.relations.find((each) => each.name === name) ?? null,
		publishedAt,
		upstream: neighbours(upstream(name, nodes).toReversed(), nodes, (each) => node.reads.includes(each)),
		downstream: neighbours(downstream(name, nodes), nodes, (each) => readers.has(each)),
		checks: checksOf(name, details.checks),
	};
}

async function readNode(db: Connection, name: string, kept: Snapshot): Promise<LineageNodeDetails | null> {
	if (!(await hasLineage(db))) return null;
	const transforms = [...loadTransforms(), ...(await builtOwnTransforms(db))];
	const described = describeNode(name, await readLineage(db), transforms, kept);
	if (described === null) return null;
	const isPublished = PUBLISHED.includes(described.kind);
	return {
		...described,
		columns: isPublished ? await columnsOfRelation(db, name) : [],
		rowsCount: isPublished ? await countRows(db, name) : null,
	};
}

/** A node of a snapshot's lineage by its name, for the page that follows it up and down; null where there is none. */
export async function readLineageNode(snapshot: RequestSnapshot, name: string): Promise<LineageNodeDetails | null> {
	const kept = (await listSnapshots(await records())).find(({ id }) => id === snapshot.id);
	if (kept === undefined) return null;
	return snapshot.cached(`lineage node ${name}`, (db) => readNode(db, name, kept));
}

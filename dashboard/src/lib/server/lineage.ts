import type { Connection } from '#warehouse/database.ts';
import { loadTransforms } from '#warehouse/graph.ts';
import type { Transform } from '#warehouse/graph.ts';
import { readLineage } from '#warehouse/lineage.ts';
import type { LineageKind, LineageNode } from '#warehouse/lineage.ts';
import { builtOwnTransforms } from '#warehouse/own/own-definitions.ts';
import { relations } from '#warehouse/reads/data.ts';
import type { RelationRow } from '#warehouse/reads/data.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** A relation of the snapshot: what it holds, what it is made from, who reads it. */
interface LineageRelation {
	readonly name: string;
	readonly kind: 'intermediate' | 'mart' | 'people';
	/** Whether somebody wrote it beside their config. */
	readonly isOwn: boolean;
	/** What one row is, in the words of its SQL. */
	readonly grain: string;
	/** Null for an intermediate: it goes with the run. */
	readonly rowsCount: number | null;
	/** The `select` that makes it. */
	readonly sql: string;
	readonly from: readonly string[];
	readonly readBy: readonly string[];
	/** Metrics that are computed from it, by id. */
	readonly metrics: readonly string[];
	/** Pages that read it beside their metrics, by path. */
	readonly pages: readonly string[];
}

/** Where the figures of a snapshot come from. */
export interface Lineage {
	/** From sources to marts, for drawing; a source goes by `source <name>`. */
	readonly nodes: readonly { readonly name: string; readonly from: readonly string[] }[];
	/** In the order of building. */
	readonly relations: readonly LineageRelation[];
}

/** Raw and the view per source say no more than the source and the entity that they stand between. */
const DRAWN: readonly LineageKind[] = ['source', 'staging', 'intermediate', 'mart', 'people'];
const isDrawn = ({ name, kind }: LineageNode): boolean => DRAWN.includes(kind) && !/^stg_.+__/.test(name);

/**
 * The drawn nodes, each from the nearest drawn ones that it reads directly or through others. What no source feeds, for
 * nothing is mapped to its entity, would only be in the way.
 */
function drawing(nodes: readonly LineageNode[]): Lineage['nodes'] {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const origins = (name: string): string[] => {
		const node = byName.get(name);
		if (node === undefined) return [];
		return isDrawn(node) ? [name] : node.reads.flatMap(origins);
	};
	const fed = new Map<string, boolean>();
	const isFed = (name: string): boolean => {
		const known = fed.get(name);
		if (known !== undefined) return known;
		const node = byName.get(name);
		const found = node !== undefined && (node.kind === 'source' || node.reads.some(isFed));
		fed.set(name, found);
		return found;
	};
	return nodes
		.filter((node) => isDrawn(node) && isFed(node.name))
		.map(({ name, reads }) => ({ name, from: [...new Set(reads.flatMap(origins))].filter(isFed) }));
}

/** Puts together what the snapshot says of its lineage, what the SQL files say of their rows, and the rows there are. */
export function describeLineage(
	nodes: readonly LineageNode[],
	transforms: readonly Transform[],
	counted: readonly RelationRow[],
): Lineage {
	const rowsOf = new Map(counted.map(({ relation, rows_count }) => [relation, rows_count]));
	const drawn = drawing(nodes);
	const fromOf = new Map(drawn.map(({ name, from }) => [name, from]));
	const readersOf = (name: string, kind: LineageKind): string[] =>
		nodes
			.filter((node) => node.kind === kind && node.reads.includes(name))
			.map((node) => node.name.slice(kind.length + 1));
	return {
		nodes: drawn,
		relations: nodes.flatMap(({ name, kind }): LineageRelation[] => {
			const transform = transforms.find((each) => each.name === name);
			if (transform === undefined || (kind !== 'intermediate' && kind !== 'mart' && kind !== 'people')) return [];
			return [
				{
					name,
					kind,
					isOwn: transform.file !== undefined,
					grain: transform.grain,
					rowsCount: rowsOf.get(name) ?? null,
					sql: transform.sql,
					from: fromOf.get(name) ?? [],
					readBy: drawn.filter(({ from }) => from.includes(name)).map((node) => node.name),
					metrics: readersOf(name, 'metric'),
					pages: readersOf(name, 'page'),
				},
			];
		}),
	};
}

/** Whether a snapshot kept where its tables come from. */
export async function hasLineage(db: Connection): Promise<boolean> {
	return (await relations(db)).some(({ relation }) => relation === 'lineage');
}

/** The lineage of a snapshot; nothing for one that was published before it was kept. */
export async function readSnapshotLineage(snapshot: RequestSnapshot): Promise<Lineage> {
	return snapshot.cached('lineage', async (db) => {
		if (!(await hasLineage(db))) return { nodes: [], relations: [] };
		const transforms = [...loadTransforms(), ...(await builtOwnTransforms(db))];
		return describeLineage(await readLineage(db), transforms, await relations(db));
	});
}

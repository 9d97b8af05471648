import type { Connection } from './database.ts';
import type { OrderedTransform, TransformFolder } from './graph.ts';
import { HISTORY } from './history.ts';
import { PAGES } from './lineage-pages.ts';
import { METRIC_IDS, METRICS } from './metrics/catalog.ts';
import type { Metric, OwnMetric } from './metrics/metric.ts';
import { ownMetrics } from './own/own-definitions.ts';
import { relationOf, RELATIONS } from './metrics/relations.ts';
import { PREDICTED_FROM } from './predictions.ts';
import { rows, sql } from './query.ts';
import { rawTableName } from './raw.ts';
import { SCORE_HISTORY } from './score-history.ts';
import { stagingViews } from './staging.ts';
import type { StagingSource } from './staging.ts';
import { tableNames } from './table-names.ts';

export type LineageKind = 'source' | 'raw' | 'staging' | 'intermediate' | 'mart' | 'people' | 'metric' | 'page';

/**
 * Something that figures pass on their way from a file to a page. Relations go by their own name; a source, a metric and
 * a page by their kind and name (`source orders`, `metric net_revenue`, `page /customers`), for a metric may be called
 * as a source is.
 */
export interface LineageNode {
	readonly name: string;
	readonly kind: LineageKind;
	/** Names of the nodes it is made from. */
	readonly reads: readonly string[];
}

const KIND_OF_FOLDER: Readonly<Record<TransformFolder, LineageKind>> = {
	intermediate: 'intermediate',
	features: 'intermediate',
	marts: 'mart',
	people: 'people',
	scores: 'mart',
};

function sourceNodes(sources: readonly StagingSource[]): LineageNode[] {
	return sources.flatMap(({ name, inputs }): LineageNode[] => {
		const tables = inputs === undefined ? [rawTableName(name)] : Object.values(inputs).flatMap((input) => input.tables);
		return [
			{ name: `source ${name}`, kind: 'source', reads: [] },
			...[...new Set(tables)].map((table): LineageNode => ({ name: table, kind: 'raw', reads: [`source ${name}`] })),
		];
	});
}

function stagingNodes(sources: readonly StagingSource[]): LineageNode[] {
	// Which zone the views turn instants into does not matter for what they read.
	const views = stagingViews(sources, 'UTC');
	return views.map(({ name, source, entity, tables }): LineageNode => {
		const parts = views.filter((view) => view.source !== null && view.entity === entity);
		return {
			name,
			kind: 'staging',
			reads: source === null ? parts.map((part) => part.name) : tables,
		};
	});
}

/** What was noted day by day; only where a transform reads it, or it would hang on the deals of every company without any. */
function historyNodes(transforms: readonly OrderedTransform[]): LineageNode[] {
	const inputs = new Set(transforms.flatMap((transform) => transform.inputs));
	return Object.entries(HISTORY)
		.filter(([name]) => inputs.has(name))
		.map(([name, reads]) => ({ name, kind: 'intermediate', reads }));
}

/** What models said, now and before. */
function predictedNodes(): LineageNode[] {
	return [...Object.entries(PREDICTED_FROM), ...Object.entries(SCORE_HISTORY)].map(([name, reads]) => ({
		name,
		kind: 'intermediate',
		reads,
	}));
}

function transformNodes(transforms: readonly OrderedTransform[], known: ReadonlySet<string>): LineageNode[] {
	return transforms.map(({ name, folder, reads, inputs }) => ({
		name,
		kind: KIND_OF_FOLDER[folder],
		// The company's settings are named by inputs too, but no data comes from them.
		reads: [...inputs.filter((input) => known.has(input)), ...reads],
	}));
}

function metricNode(id: string, { paths }: Metric, tablesOf: ReadonlyMap<string, readonly string[]>): LineageNode {
	const tables = paths.flatMap((path) => {
		const { from, perCustomer } = relationOf(path);
		return [...(tablesOf.get(from) ?? []), ...(perCustomer ? ['dim_customers'] : [])];
	});
	return { name: `metric ${id}`, kind: 'metric', reads: [...new Set(tables)].sort() };
}

/** The metrics and pages of this version of the product, and somebody's own metrics, on the marts that they read. */
async function readingNodes(connection: Connection, own: readonly OwnMetric[]): Promise<LineageNode[]> {
	const added = own.flatMap(({ paths }) => paths.map(relationOf));
	const relations = [...new Set([...Object.values(RELATIONS), ...added].map(({ from }) => from))];
	const tables = await tableNames(
		connection,
		relations.map((from) => `select * from ${from}`),
	);
	const tablesOf = new Map(relations.map((from, index) => [from, tables[index] ?? []]));
	const metrics = [
		...METRIC_IDS.map((id) => metricNode(id, METRICS[id], tablesOf)),
		...own.map((metric) => metricNode(metric.id, metric, tablesOf)),
	];
	const pages = Object.entries(PAGES).map(([path, page]): LineageNode => ({
		name: `page ${path}`,
		kind: 'page',
		reads: [...page.metrics.map((id) => `metric ${id}`), ...page.relations],
	}));
	return [...metrics, ...pages];
}

/**
 * The whole way of the figures, each node after those it reads: sources, their rows in raw, staging, transforms, metrics,
 * pages.
 * @param transforms in their order
 * @param own metrics of somebody's own
 */
export async function lineageNodes(
	connection: Connection,
	sources: readonly StagingSource[],
	transforms: readonly OrderedTransform[],
	own: readonly OwnMetric[] = [],
): Promise<LineageNode[]> {
	const staging = stagingNodes(sources);
	const history = historyNodes(transforms);
	const predicted = predictedNodes();
	const known = new Set([...staging, ...history, ...predicted].map(({ name }) => name));
	const isScore = ({ folder }: OrderedTransform): boolean => folder === 'scores';
	return [
		...sourceNodes(sources),
		...staging,
		...history,
		...transformNodes(
			transforms.filter((transform) => !isScore(transform)),
			known,
		),
		...predicted,
		...transformNodes(transforms.filter(isScore), known),
		...(await readingNodes(connection, own)),
	];
}

/** Everything that is made from a node, directly or through others, in the order of `nodes`. */
export function downstream(name: string, nodes: readonly LineageNode[]): string[] {
	const found = new Set([name]);
	for (const node of nodes) if (node.reads.some((read) => found.has(read))) found.add(node.name);
	found.delete(name);
	return [...found];
}

/** Everything that a node is made from, directly or through others, in the order of `nodes`. */
export function upstream(name: string, nodes: readonly LineageNode[]): string[] {
	const found = new Set([name]);
	for (const node of nodes.toReversed()) if (found.has(node.name)) node.reads.forEach((read) => found.add(read));
	return nodes.map((node) => node.name).filter((each) => each !== name && found.has(each));
}

/**
 * Keeps the lineage with the snapshot being built, as `lineage`: one row per node and node that it reads, `reads` null
 * where it reads none. Metrics and pages are left out: they are those of the version that shows the snapshot.
 */
export async function writeLineage(connection: Connection, nodes: readonly LineageNode[]): Promise<void> {
	await connection.run('create table marts.main.lineage (position integer, name varchar, kind varchar, reads varchar)');
	const statement = await connection.prepare('insert into marts.main.lineage values ($1, $2, $3, $4)');
	for (const [position, node] of nodes.entries()) {
		if (node.kind === 'metric' || node.kind === 'page') continue;
		for (const read of node.reads.length === 0 ? [null] : node.reads) {
			statement.bind([position, node.name, node.kind, read]);
			await statement.run();
		}
	}
}

/** The lineage of the connection's snapshot, each node after those it reads, up to the metrics and pages of today. */
export async function readLineage(db: Connection): Promise<LineageNode[]> {
	const edges = await rows<{ name: string; kind: LineageKind; reads: string | null }>(
		db,
		sql`select name, kind, reads from lineage order by position, reads`,
	);
	const nodes = new Map<string, LineageNode>();
	for (const { name, kind, reads } of edges) {
		const before = nodes.get(name)?.reads ?? [];
		nodes.set(name, { name, kind, reads: reads === null ? before : [...before, reads] });
	}
	return [...nodes.values(), ...(await readingNodes(db, await ownMetrics(db)))];
}

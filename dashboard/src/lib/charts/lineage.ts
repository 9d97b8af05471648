/** A table (or source) and the ones it is made from. */
export interface LineageNode {
	readonly name: string;
	readonly from: readonly string[];
}

/** A drawn lineage: each node's place, and each edge between two of them. */
interface Lineage {
	readonly width: number;
	readonly height: number;
	readonly nodes: readonly { readonly name: string; readonly x: number; readonly y: number }[];
	readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
}

/** The size of a node, in pixels, and the room between layers and rows. */
export const lineageNode = { width: 184, height: 24, gapX: 56, gapY: 10 } as const;

/**
 * Lays tables out from left to right: a node stands one layer right of the latest it is made from, and within a layer
 * near the middle of its origins, so that few lines cross. Names in `from` that are no node are left out, and so is
 * an edge that would close a circle.
 */
export function layOutLineage(nodes: readonly LineageNode[]): Lineage {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const layers = new Map<string, number>();

	function layerOf(name: string, path: readonly string[]): number {
		const known = layers.get(name);
		if (known !== undefined) return known;
		const origins = (byName.get(name)?.from ?? []).filter((origin) => byName.has(origin) && !path.includes(origin));
		const layer = Math.max(-1, ...origins.map((origin) => layerOf(origin, [...path, name]))) + 1;
		layers.set(name, layer);
		return layer;
	}

	const columns: LineageNode[][] = [];
	for (const node of nodes) (columns[layerOf(node.name, [node.name])] ??= []).push(node);

	const stepX = lineageNode.width + lineageNode.gapX;
	const stepY = lineageNode.height + lineageNode.gapY;
	const tallest = Math.max(0, ...columns.map((column) => column.length));
	const places = new Map<string, { name: string; x: number; y: number }>();
	columns.forEach((column, layer) => {
		const wish = (node: LineageNode): number => {
			const origins = node.from.flatMap((name) => places.get(name)?.y ?? []);
			return origins.length === 0 ? 0 : origins.reduce((sum, y) => sum + y, 0) / origins.length;
		};
		const top = ((tallest - column.length) * stepY) / 2;
		column
			.map((node, index) => ({ node, wish: layer === 0 ? index : wish(node) }))
			.sort((a, b) => a.wish - b.wish)
			.forEach(({ node }, row) => {
				places.set(node.name, { name: node.name, x: layer * stepX, y: top + row * stepY });
			});
	});

	return {
		width: Math.max(0, columns.length * stepX - lineageNode.gapX),
		height: Math.max(0, tallest * stepY - lineageNode.gapY),
		nodes: [...places.values()],
		edges: nodes.flatMap((node) =>
			node.from.flatMap((origin) => {
				const [start, end] = [places.get(origin), places.get(node.name)];
				return start && end && start.x < end.x ? [{ from: origin, to: node.name, path: curve(start, end) }] : [];
			}),
		),
	};
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
	const [x1, y1] = [from.x + lineageNode.width, from.y + lineageNode.height / 2];
	const [x2, y2] = [to.x, to.y + lineageNode.height / 2];
	const middle = (x1 + x2) / 2;
	return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

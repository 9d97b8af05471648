import { expect, test } from 'vitest';
import { layOutLineage, lineageNode } from '#lib/charts/lineage.ts';

const step = lineageNode.width + lineageNode.gapX;

test('a table stands right of all it is made from', () => {
	const { nodes } = layOutLineage([
		{ name: 'mart', from: ['middle', 'source'] },
		{ name: 'middle', from: ['source'] },
		{ name: 'source', from: [] },
	]);
	expect(Object.fromEntries(nodes.map(({ name, x }) => [name, x]))).toEqual({
		source: 0,
		middle: step,
		mart: 2 * step,
	});
});

test('draws one edge for each origin, from left to right', () => {
	const { edges } = layOutLineage([
		{ name: 'a', from: [] },
		{ name: 'b', from: [] },
		{ name: 'c', from: ['a', 'b', 'unknown'] },
	]);
	expect(edges.map(({ from, to }) => `${from} → ${to}`)).toEqual(['a → c', 'b → c']);
});

test('two tables never share a place', () => {
	const { nodes } = layOutLineage([
		{ name: 's', from: [] },
		...['a', 'b', 'c', 'd'].map((name) => ({ name, from: ['s'] })),
		{ name: 'e', from: ['a', 'd'] },
	]);
	expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
});

test('a circle, which should not be, is drawn without its closing edge', () => {
	const { nodes, edges } = layOutLineage([
		{ name: 'a', from: ['b'] },
		{ name: 'b', from: ['a'] },
	]);
	expect(nodes).toHaveLength(2);
	expect(edges).toHaveLength(1);
});

test('nothing to draw has no size', () => {
	expect(layOutLineage([])).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
});

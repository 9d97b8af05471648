import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Tile from '#lib/components/Tile.svelte';
import { tileChange } from '#lib/components/tile.ts';
import { words } from './words.ts';

const definition = { name: 'Net revenue', text: 'Sales less returns.', sql: 'select 1' };

test('a tile is a button named by its figure, its change and what the change means', () => {
	const change = tileChange(0.082, '+8.2 %', 'up', 'vs year before');
	const { body } = render(Tile, { props: { name: 'Net revenue', value: '€ 4.31 M', change, definition } });
	expect(words(body)).toBe('Net revenue € 4.31 M +8.2 % (better) vs year before');
	expect(body).toMatch(/<button[^>]*type="button"/);
});

test('a tile without a figure says why', () => {
	const { body } = render(Tile, { props: { name: 'Margin', value: '–', note: 'No product has a cost', definition } });
	expect(words(body)).toBe('Margin – No product has a cost');
});

test.each([
	[0.08, '+8.0 %', 'up', 'up', 'good'],
	[-0.08, '−8.0 %', 'up', 'down', 'bad'],
	[0.08, '+8.0 %', 'down', 'up', 'bad'],
	[-0.08, '−8.0 %', 'down', 'down', 'good'],
	[0.08, '+8.0 %', 'neither', 'up', 'neutral'],
	[0.0001, '+0.0 %', 'up', 'level', 'neutral'],
] as const)('a change of %d where %s and %s is better goes %s and is %s', (change, text, better, direction, tone) => {
	expect(tileChange(change, text, better, 'vs year before')).toEqual({
		text,
		direction,
		tone,
		against: 'vs year before',
	});
});

test('nothing to compare with is no change', () => {
	expect(tileChange(null, '–', 'up', 'vs year before')).toBeNull();
});

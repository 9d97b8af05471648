import { expect } from 'vitest';
import type { TestContext } from 'vitest';
import type { RestSource } from '#pipeline/sources/rest/schema.ts';
import type { CursorRange } from '#pipeline/sources/row-source.ts';
import { openOn } from '../pipeline/sources/rest/rest-source.ts';
import type { Opening, RestInput } from '../pipeline/sources/rest/rest-source.ts';
import { isFull, seed } from '../support/faults.ts';
import { startStubApi } from '../support/stub-api.ts';
import type { StubApi, StubHandler, StubList, StubRow } from '../support/stub-api.ts';

/** How each kind of API turns its pages. */
export const TURNING = {
	link: { by: 'link' },
	next: { by: 'next', at: 'paging.next' },
	cursor: { by: 'cursor', at: 'meta.next_cursor' },
	page: { by: 'page' },
	offset: { by: 'offset' },
} as const satisfies Record<string, RestInput['pages']>;
export const KINDS = Object.keys(TURNING) as (keyof typeof TURNING)[];

/** A wait is never longer, and all waits of a page together are not. */
export const CAP_MS = 5 * 60_000;
export const BUDGET_MS = 15 * 60_000;

/** Seeds of a case: all of them in the long form, some in the short one. */
export function seeds(full: number, short: number): number[] {
	return Array.from({ length: isFull ? full : short }, (_, index) => seed + index);
}

/** One of some items. */
export function pick<Item>(random: () => number, items: readonly Item[]): Item {
	return items[Math.floor(random() * items.length)] as Item;
}

/** An API that goes with its test. */
export async function stub(test: TestContext, handler: StubHandler): Promise<StubApi> {
	const api = await startStubApi(handler);
	test.onTestFinished(() => api.close());
	return api;
}

/** Orders numbered from 1. */
export function orders(count: number): StubRow[] {
	return Array.from({ length: count }, (_, index) => ({ id: index + 1, customer: `K${index}`, amount: index }));
}

/** What reading a source gave. */
export interface Reading {
	/** Ids of the rows that came, in their order. */
	readonly ids: number[];
	readonly error: Error | null;
}

/** Reads all that comes until it ends or fails. */
export async function readAll(
	source: RestSource,
	opening: Opening = {},
	range: CursorRange | null = null,
): Promise<Reading> {
	const reader = await openOn(source, opening);
	const ids: number[] = [];
	try {
		for await (const { rows } of reader.pages(range)) ids.push(...rows.map(([id]) => Number(id)));
		return { ids, error: null };
	} catch (error) {
		return { ids, error: error as Error };
	} finally {
		await reader.close();
	}
}

/** The numbers from 1 on. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** An API of some orders that turns its pages in some way, and how it is read. */
export function someList(random: () => number): { count: number; list: StubList; input: RestInput } {
	const count = Math.floor(random() * 40) + 1;
	const by = pick(random, KINDS);
	const rows = orders(count);
	const list = { rows: () => rows, by, size: Math.floor(random() * 7) + 3 };
	return { count, list, input: { pages: TURNING[by] } };
}

/** Whether what came is whole pages of a list from the beginning, none of them twice. */
export function expectPages(ids: readonly number[], { rows, size }: StubList): void {
	expect(ids).toEqual(upTo(ids.length));
	if (ids.length !== rows().length) expect(ids.length % size).toBe(0);
}

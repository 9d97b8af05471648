import { describe, expect, it } from 'vitest';
import type { RestSource } from '#pipeline/sources/rest/schema.ts';
import type { CursorRange, RowPage } from '#pipeline/sources/row-source.ts';
import { openOn, restSource } from '../pipeline/sources/rest/rest-source.ts';
import { seededRandom } from '../support/faults.ts';
import { listHandler, sendJson } from '../support/stub-api.ts';
import type { StubRow } from '../support/stub-api.ts';
import { TURNING, KINDS, seeds, pick, stub } from './http-source-parts.ts';

/** Rows that change while they are read. */
class LivingList {
	readonly #random: () => number;
	readonly #rows = new Map<number, StubRow>();
	#tick = 0;
	isLiving = true;

	constructor(random: () => number, count: number) {
		this.#random = random;
		for (let id = 1; id <= count; id += 1) this.#write(id);
	}

	#write(id: number): void {
		this.#tick += 1;
		const at = new Date(Date.UTC(2026, 0, 1) + this.#tick * 1_000).toISOString();
		this.#rows.set(id, { id, amount: this.#tick, updated_at: at });
	}

	/** Changes a few rows, adds some, and takes some away where that is asked for. */
	live(mayDelete: boolean): void {
		if (!this.isLiving) return;
		for (let change = Math.floor(this.#random() * 4); change > 0; change -= 1) {
			const id = Math.floor(this.#random() * (this.#rows.size + 3)) + 1;
			if (mayDelete && this.#random() < 0.3) this.#rows.delete(id);
			else this.#write(id);
		}
	}

	/** By the time of the last change. */
	rows(): StubRow[] {
		return [...this.#rows.values()].sort((a, b) => Number(a.amount) - Number(b.amount));
	}

	/** Id and version of each. */
	state(): [number, number][] {
		return this.rows().map(({ id, amount }) => [Number(id), Number(amount)]);
	}
}

/** Two loads of a source, the second in peace, as the loader does them: rows by key, the newer one kept. */
async function loadTwice(source: RestSource, living: LivingList): Promise<[number, number][]> {
	const loaded = new Map<number, number>();
	let from: string | null = null;
	for (const isLiving of [true, false]) {
		living.isLiving = isLiving;
		if (source.disposition === 'replace') loaded.clear();
		const reader = await openOn(source);
		const range: CursorRange | null = source.cursor === undefined ? null : { from, isFromIncluded: true, to: null };
		let greatest: string | null = from;
		for await (const page of reader.pages(range)) {
			const rows: RowPage['rows'] = page.rows;
			for (const row of rows) {
				const [id, , amount, at = null]: readonly (string | null)[] = row;
				loaded.set(Number(id), Math.max(loaded.get(Number(id)) ?? 0, Number(amount)));
				const time: string | null = at?.slice(0, 19).replace('T', ' ') ?? null;
				if (time !== null && (greatest === null || time > greatest)) greatest = time;
			}
		}
		await reader.close();
		from = greatest;
	}
	return [...loaded].sort(([, a], [, b]) => a - b);
}

describe('H5: rows that change while they are read', () => {
	it.for(seeds(60, 2))('are all there after a second load that reads everything (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const living = new LivingList(random, 30);
		const by = pick(random, KINDS);
		const lists = listHandler({ rows: () => living.rows(), by, size: 4 });
		const api = await stub(test, async (request, response) => {
			await lists(request, response);
			living.live(true);
		});
		const source = restSource(api, { pages: TURNING[by], disposition: 'replace', maxPages: 60 });
		expect(await loadTwice(source, living)).toEqual(living.state());
	});
	it.for(seeds(40, 1))(
		'are all there after a second load of what is new, newest first (seed %i)',
		async (from, test) => {
			const living = new LivingList(seededRandom(from), 30);
			const lists = listHandler({ rows: () => living.rows().reverse(), by: 'page', size: 4 });
			const api = await stub(test, async (request, response) => {
				await lists(request, response);
				living.live(false);
			});
			const cursor = { column: 'updated_at' };
			const source = restSource(api, { pages: TURNING.page, cursor, order: 'descending' });
			expect(await loadTwice(source, living)).toEqual(living.state());
		},
	);
	it.for(seeds(60, 2))(
		'are all there after a second load of what is new, oldest first (seed %i)',
		async (from, test) => {
			const random = seededRandom(from);
			const living = new LivingList(random, 30);
			const by = pick(random, ['page', 'offset'] as const);
			const as = pick(random, ['iso', 'seconds'] as const);
			const api = await stub(test, async (request, response) => {
				const since = request.query.get('since');
				const isSeconds = since !== null && /^\d+$/.test(since);
				if (isSeconds) request.query.set('since', new Date(Number(since) * 1_000).toISOString());
				await listHandler({ rows: () => living.rows(), by, size: 4, since: 'updated_at' })(request, response);
				living.live(false);
			});
			const source = restSource(api, {
				pages: TURNING[by],
				cursor: { column: 'updated_at' },
				since: { param: 'since', as },
				order: 'ascending',
				maxPages: 1_000,
			});
			expect(await loadTwice(source, living)).toEqual(living.state());
		},
	);
	it.for(seeds(40, 1))('are all there after a second load by a cursor of the API (seed %i)', async (from, test) => {
		const living = new LivingList(seededRandom(from), 30);
		const api = await stub(test, ({ query }, response) => {
			const since = query.get('since') ?? '';
			const after = Number(query.get('cursor') ?? 0);
			const wanted = living
				.rows()
				.filter(({ amount, updated_at: at }) => Number(amount) > after && String(at) >= since);
			const items = wanted.slice(0, 4);
			const next = wanted.length > 4 ? String(items.at(-1)?.amount) : null;
			sendJson(response, { data: { items }, meta: { next_cursor: next } });
			living.live(false);
		});
		const cursor = { column: 'updated_at' };
		const source = restSource(api, {
			pages: TURNING.cursor,
			cursor,
			since: { param: 'since' },
			order: 'ascending',
			maxPages: 1_000,
		});
		expect(await loadTwice(source, living)).toEqual(living.state());
	});
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import type { RestSource } from '#pipeline/sources/rest/schema.ts';
import type { CursorRange, RowPage } from '#pipeline/sources/row-source.ts';
import { openOn, restSource } from '../pipeline/sources/rest/rest-source.ts';
import type { Opening, RestInput } from '../pipeline/sources/rest/rest-source.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import { BROKEN_ANSWERS, listHandler, sendJson, startStubApi } from '../support/stub-api.ts';
import type { StubApi, StubHandler, StubList, StubRow } from '../support/stub-api.ts';

const TURNING = {
	link: { by: 'link' },
	next: { by: 'next', at: 'paging.next' },
	cursor: { by: 'cursor', at: 'meta.next_cursor' },
	page: { by: 'page' },
	offset: { by: 'offset' },
} as const satisfies Record<string, RestInput['pages']>;
const KINDS = Object.keys(TURNING) as (keyof typeof TURNING)[];

const CAP_MS = 5 * 60_000;
const BUDGET_MS = 15 * 60_000;

/** Seeds of a case: all of them in the long form, some in the short one. */
function seeds(full: number, short: number): number[] {
	return Array.from({ length: isFull ? full : short }, (_, index) => seed + index);
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
	return items[Math.floor(random() * items.length)] as Item;
}

async function stub(test: TestContext, handler: StubHandler): Promise<StubApi> {
	const api = await startStubApi(handler);
	test.onTestFinished(() => api.close());
	return api;
}

function orders(count: number): StubRow[] {
	return Array.from({ length: count }, (_, index) => ({ id: index + 1, customer: `K${index}`, amount: index }));
}

interface Reading {
	/** Ids of the rows that came, in their order. */
	readonly ids: number[];
	readonly error: Error | null;
}

/** Reads all that comes until it ends or fails. */
async function readAll(source: RestSource, opening: Opening = {}, range: CursorRange | null = null): Promise<Reading> {
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

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** An API of some orders that turns its pages in some way, and how it is read. */
function someList(random: () => number): { count: number; list: StubList; input: RestInput } {
	const count = Math.floor(random() * 40) + 1;
	const by = pick(random, KINDS);
	const rows = orders(count);
	const list = { rows: () => rows, by, size: Math.floor(random() * 7) + 3 };
	return { count, list, input: { pages: TURNING[by] } };
}

/** Whether what came is whole pages of a list from the beginning, none of them twice. */
function expectPages(ids: readonly number[], { rows, size }: StubList): void {
	expect(ids).toEqual(upTo(ids.length));
	if (ids.length !== rows().length) expect(ids.length % size).toBe(0);
}

describe('H1: told to slow down', () => {
	it.for(seeds(50, 8))('it waits as long as it is asked to, within reason (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const { count, list, input } = someList(random);
		const clock = fakeClock(from);
		const least: number[] = [];
		const answers: Record<string, () => [string | null, number]> = {
			seconds: () => [String(Math.floor(random() * 90)), 0],
			date: () => [new Date(clock.now() + 30_000).toUTCString(), 29_000],
			garbage: () => [pick(random, ['soon', '-1', '1h', '']), 0],
			'ten years': () => ['315360000', CAP_MS],
			nothing: () => [null, 0],
		};
		let limited = 0;
		const lists = listHandler(list);
		const api = await stub(test, (request, response) => {
			// At most twice in a row: three waits of the longest kind are all that the budget allows.
			if (limited === 2 || random() < 0.5) {
				limited = 0;
				return lists(request, response);
			}
			limited += 1;
			const [text, atLeast] = answers[pick(random, Object.keys(answers))]?.() ?? [null, 0];
			least.push(Math.min(/^\d+$/.test(text ?? '') ? Number(text) * 1_000 : atLeast, CAP_MS));
			response.writeHead(429, text === null ? {} : { 'retry-after': text }).end('slow down');
		});
		const { ids, error } = await readAll(restSource(api, input), { http: { clock } });
		expect(error).toBeNull();
		expect(ids).toEqual(upTo(count));
		expect(clock.waits).toHaveLength(least.length);
		for (const [index, wait] of clock.waits.entries()) {
			expect(wait).toBeGreaterThanOrEqual(least[index] ?? 0);
			expect(wait).toBeLessThanOrEqual(Math.max(least[index] ?? 0, 30_000) + 1_000);
		}
	});
	it.for(seeds(10, 2))('for a quarter of an hour and no longer (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const clock = fakeClock(from);
		const { list, input } = someList(random);
		const good = Math.floor(random() * 3);
		const lists = listHandler(list);
		const api = await stub(test, (request, response) => {
			if (request.number <= good) return lists(request, response);
			response.writeHead(429, random() < 0.5 ? { 'retry-after': String(Math.floor(random() * 400)) } : {}).end();
		});
		const { ids, error } = await readAll(restSource(api, input), { http: { clock } });
		if (error === null) {
			expect(ids).toEqual(upTo(ids.length));
			return;
		}
		expect(error).toMatchObject({ message: /^rate limited: /, retryable: true });
		expectPages(ids, list);
		expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(BUDGET_MS);
	});
});

describe('H2: a server that fails now and then', () => {
	it.for(seeds(100, 10))('costs no row and doubles none (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const { count, list, input } = someList(random);
		const lists = listHandler(list);
		let failures = 0;
		const api = await stub(test, (request, response) => {
			if (failures === 4 || random() > 1 / 3) {
				failures = 0;
				return lists(request, response);
			}
			failures += 1;
			response.writeHead(pick(random, [500, 502, 503, 504])).end('<h1>oops</h1>');
		});
		const { ids, error } = await readAll(restSource(api, input));
		expect(error).toBeNull();
		expect(ids).toEqual(upTo(count));
	});
	it.for(seeds(20, 3))('and fails for good is asked five times (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const { list, input } = someList(random);
		const lists = listHandler(list);
		const good = Math.floor(random() * 2);
		const status = pick(random, [500, 502, 503]);
		const api = await stub(test, (request, response) => {
			if (request.number <= good) return lists(request, response);
			response.writeHead(status).end();
		});
		const { ids, error } = await readAll(restSource(api, input));
		if (error === null) {
			expect(api.requests).toHaveLength(good);
			return;
		}
		expect(error).toMatchObject({ name: 'HttpError', status, retryable: true });
		expectPages(ids, list);
		expect(api.requests).toHaveLength(good + 5);
	});
});

describe('H3: an answer that breaks on its way', () => {
	const kinds = Object.keys(BROKEN_ANSWERS) as (keyof typeof BROKEN_ANSWERS)[];
	const timeouts = { idleMs: 60, totalMs: 150 };
	const cases = seeds(100, 14).map((from, index) => [from, kinds[index % kinds.length] ?? 'no answer at all'] as const);

	it.for(cases)('costs no row and gives no part of a page (seed %i: %s)', async ([from, kind], test) => {
		const random = seededRandom(from);
		const { count, list, input } = someList(random);
		const lists = listHandler(list);
		const broken = Math.floor(random() * Math.ceil(count / list.size)) + 1;
		const isForGood = random() < 0.3;
		const api = await stub(test, (request, response) => {
			if (request.number < broken || (request.number > broken && !isForGood)) return lists(request, response);
			const text = { written: '' };
			const whole = { writeHead: () => ({ end: (body: string) => (text.written = body) }) };
			void lists(request, whole as unknown as ServerResponse);
			BROKEN_ANSWERS[kind](response, text.written, 0.1 + random() * 0.8);
		});
		const http = { timeouts, retries: { tries: 3 }, clock: fakeClock(from) };
		const { ids, error } = await readAll(restSource(api, input), { http });
		if (isForGood) {
			expect(error).toMatchObject({ name: 'HttpError', retryable: true });
			expectPages(ids, list);
			expect(api.requests).toHaveLength(broken + 2);
		} else {
			expect(error).toBeNull();
			expect(ids).toEqual(upTo(count));
		}
	});
});

describe('H4: pages without end', () => {
	const items = (number: number): StubRow[] => [{ id: number, amount: number }];
	const cases: Record<string, { input: RestInput; says: RegExp; most: number; answer: StubHandler }> = {
		'new cursors for ever': {
			input: { pages: TURNING.cursor, maxPages: 50 },
			says: /more than 50 pages/,
			most: 50,
			answer: ({ number }, response) =>
				sendJson(response, { data: { items: items(number) }, meta: { next_cursor: `c${number}` } }),
		},
		'cursors in a circle': {
			input: { pages: TURNING.cursor },
			says: /read before/,
			most: 10,
			answer: ({ number }, response) =>
				sendJson(response, { data: { items: items(number) }, meta: { next_cursor: `c${number % 7}` } }),
		},
		'a next page that is this one': {
			input: { pages: TURNING.next },
			says: /read before/,
			most: 3,
			answer: ({ number }, response) =>
				sendJson(response, { data: { items: items(number) }, paging: { next: '/orders' } }),
		},
		'pages of size 0': {
			input: { pages: TURNING.cursor },
			says: /have no rows/,
			most: 21,
			answer: ({ number }, response) =>
				sendJson(response, { data: { items: [] }, meta: { next_cursor: `c${number}` } }),
		},
		'a number of the page that is not known': {
			input: { pages: TURNING.page },
			says: /gives its last page again/,
			most: 3,
			answer: (_, response) => sendJson(response, { data: { items: items(1) } }),
		},
		'a next page on another host': {
			input: { pages: TURNING.link },
			says: /on another host/,
			most: 1,
			answer: ({ number }, response) =>
				sendJson(response, { data: { items: items(number) } }, { link: '<http://10.0.0.1/orders>; rel="next"' }),
		},
	};
	const drawn = seeds(50, 12).map((from, index) => [from, Object.keys(cases)[index % 6] ?? ''] as const);

	it.for(drawn)('are noticed, also among answers that fail (seed %i: %s)', async ([from, name], test) => {
		const random = seededRandom(from);
		const wanted = cases[name];
		if (wanted === undefined) throw new Error(`there is no case ${name}`);
		let answered = 0;
		let failures = 0;
		const api = await stub(test, (request, response) => {
			if (failures < 4 && random() < 0.3) {
				failures += 1;
				response.writeHead(503).end();
				return;
			}
			failures = 0;
			answered += 1;
			return wanted.answer({ ...request, number: answered }, response);
		});
		const { error } = await readAll(restSource(api, wanted.input));
		expect(error).toMatchObject({ message: wanted.says, retryable: false });
		expect(answered).toBeLessThanOrEqual(wanted.most);
	});
	it.for(seeds(20, 3))('are told from cursors that another try changes (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const rows = orders(20);
		const api = await stub(test, ({ number, query }, response) => {
			const start = Number(/^\d+/.exec(query.get('cursor') ?? '0')?.[0]);
			const text = JSON.stringify({
				data: { items: rows.slice(start, start + 4) },
				meta: { next_cursor: start + 4 < rows.length ? `${start + 4}-${number}` : null },
			});
			const isCut = number % 5 !== 0 && random() < 0.3;
			response.writeHead(200, { 'content-type': 'application/json' }).end(isCut ? text.slice(0, -9) : text);
		});
		const { ids, error } = await readAll(restSource(api, { pages: TURNING.cursor }));
		expect(error).toBeNull();
		expect(ids).toEqual(upTo(20));
	});
});

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

describe('H6: redirects', () => {
	it.for(seeds(20, 2))('lead nowhere that may not be asked, and take no secret along (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const other = await stub(test, listHandler({ rows: () => orders(3), by: 'page', size: 5 }));
		const steps = Math.floor(random() * 21);
		const end = pick(random, [
			'http://127.0.0.1/x',
			'http://169.254.169.254/latest/meta-data/',
			'file:///etc/passwd',
			'http://[::1]/',
			'http://0x7f.1/',
			`${other.origin}/orders`,
		]);
		const api = await stub(test, ({ query }, response) => {
			const step = Number(query.get('step') ?? 0);
			const location = step >= steps ? end : `/orders?step=${step + 1}`;
			response.writeHead(pick(random, [301, 302, 303, 307, 308]), { location }).end();
		});
		const source = restSource(api, {
			allow: [api.host, other.host],
			headers: { Authorization: { env: 'TOKEN', prefix: 'Bearer ' } },
		});
		const { ids, error } = await readAll(source, { env: { TOKEN: 's3cret' } });
		if (end.startsWith(other.origin) && steps <= 2) {
			expect(ids).toEqual(upTo(3));
			expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
		} else {
			expect(error).toMatchObject({ name: 'HttpError', retryable: false });
			expect(ids).toEqual([]);
			expect(other.requests).toEqual([]);
		}
		expect(api.requests.length).toBeLessThanOrEqual(4);
	});
});

describe('H7: answers that are no data', () => {
	const answers: Record<string, (response: ServerResponse) => void> = {
		'a page to sign in at': (response) =>
			response.writeHead(200, { 'content-type': 'text/html' }).end('<html><form>s3cret</form>'),
		'such a page as JSON': (response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end('<html>s3cret'),
		'no content': (response) => response.writeHead(204).end(),
		'an empty object': (response) => sendJson(response, {}),
		null: (response) => sendJson(response, null),
		'a text': (response) => sendJson(response, 's3cret'),
		'another character set': (response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from('["s3crét"]', 'latin1')),
		'a bomb': (response) =>
			response
				.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
				.end(gzipSync(Buffer.alloc(256 << 20, ' '))),
		'no encoding that is known': (response) => response.writeHead(200, { 'content-encoding': 's3cret' }).end('{}'),
		'no gzip': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"data":{"items":[]}}'),
	};
	const names = Object.keys(answers);
	const drawn = seeds(30, 10).map((from, index) => [from, names[index % names.length] ?? ''] as const);

	it.for(drawn)('fail with a reason and give no row of theirs (seed %i: %s)', async ([from, name], test) => {
		const random = seededRandom(from);
		const { count, list, input } = someList(random);
		const lists = listHandler(list);
		const spoilt = Math.floor(random() * Math.ceil(count / list.size)) + 1;
		const api = await stub(test, (request, response) => {
			if (request.number < spoilt) return lists(request, response);
			answers[name]?.(response);
		});
		const { ids, error } = await readAll(restSource(api, input), { http: { retries: { tries: 2 } } });
		expect(error).toMatchObject({ name: 'HttpError' });
		expect(inspect(error)).not.toContain('s3cr');
		expectPages(ids, list);
	});
});

describe('H8: certificates', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-certificates-'));
	const before = getCACertificates('default');
	afterAll(() => {
		setDefaultCACertificates(before);
		rmSync(folder, { recursive: true, force: true });
	});
	const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
	type Secure = (path: string, response: ServerResponse, host: string) => void;
	const twoOrders: Secure = (_, response) => sendJson(response, { data: { items: orders(2) } });
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

	function hasOpenssl(): boolean {
		try {
			openssl('version');
			return true;
		} catch {
			return false;
		}
	}

	/** A certificate for a name, of an authority of its own or of itself. */
	function certify(name: string, san: string, days: number, authority: string | null): void {
		const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${san}`];
		if (authority === null) {
			openssl(
				'req',
				'-x509',
				...key,
				'-keyout',
				`${name}.key`,
				'-out',
				`${name}.pem`,
				'-days',
				String(days),
				...subject,
			);
			return;
		}
		openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject);
		const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-copy_extensions', 'copy'];
		openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-days', String(days), '-out', `${name}.pem`);
	}

	/** Reads over TLS with one of the certificates. */
	async function readOver(name: string, handler: Secure = twoOrders, input: RestInput = {}): Promise<Reading> {
		const options = { key: readFileSync(join(folder, `${name}.key`)), cert: readFileSync(join(folder, `${name}.pem`)) };
		const server = createServer(options, (request, response) =>
			handler(request.url ?? '', response, request.headers.host ?? ''),
		);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
		try {
			return await readAll(restSource({ origin: `https://${host}`, host }, input));
		} finally {
			server.closeAllConnections();
			server.close();
		}
	}

	it.runIf(hasOpenssl())('that are not right are refused, whatever the environment says', async () => {
		openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test', '-days', '2');
		openssl('req', '-x509', ...key, '-keyout', 'other.key', '-out', 'other.pem', '-subj', '/CN=Other', '-days', '2');
		setDefaultCACertificates([...before, readFileSync(join(folder, 'ca.pem'), 'utf8')]);
		certify('good', 'IP:127.0.0.1', 2, 'ca');
		certify('expired', 'IP:127.0.0.1', -1, 'ca');
		certify('elsewhere', 'DNS:shop.example.com', 2, 'ca');
		certify('unknown', 'IP:127.0.0.1', 2, 'other');
		certify('self', 'IP:127.0.0.1', 2, null);
		const setting = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
		try {
			expect(await readOver('good')).toEqual({ ids: [1, 2], error: null });
			const plain = await readOver('good', (_, response, host) => {
				response.writeHead(302, { location: `http://${host}/orders` }).end();
			});
			expect(plain.error).toMatchObject({ message: /from https to http/, retryable: false });
			// A server behind a proxy may take itself for one of http: its next page is asked for by https all the same.
			const mistaken: Secure = (path, response, host) => {
				const next = path.includes('page=2') ? null : `http://${host}/orders?page=2`;
				sendJson(response, { data: { items: [{ id: next === null ? 2 : 1 }] }, paging: { next } });
			};
			expect(await readOver('good', mistaken, { pages: TURNING.next })).toEqual({ ids: [1, 2], error: null });
			for (const name of ['expired', 'elsewhere', 'unknown', 'self']) {
				const { ids, error } = await readOver(name);
				expect(ids).toEqual([]);
				expect(error).toMatchObject({ message: /its certificate is refused/, retryable: false });
			}
		} finally {
			if (setting === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
			else process.env.NODE_TLS_REJECT_UNAUTHORIZED = setting;
		}
	});
});

describe('H9: a name that comes to mean another machine', () => {
	it.for(seeds(10, 1))(
		'is asked where it was checked, and refused once it is checked anew (seed %i)',
		async (from, test) => {
			const random = seededRandom(from);
			const isKept = random() < 0.5;
			const list: StubList = { rows: () => orders(12), by: 'page', size: 3 };
			const lists = listHandler(list);
			const api = await stub(test, (request, response) => {
				if (!isKept) response.setHeader('connection', 'close');
				return lists(request, response);
			});
			const port = api.host.split(':')[1] ?? '';
			const good = isKept ? 1 : Math.floor(random() * 3) + 1;
			let looked = 0;
			const resolve = (): Promise<{ address: string; family: number }[]> => {
				looked += 1;
				return Promise.resolve([{ address: looked <= good ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
			};
			const host = `shop.example.com:${port}`;
			const source = restSource({ origin: `http://${host}`, host }, { pages: TURNING.page });
			const { ids, error } = await readAll(source, { http: { resolve } });
			if (isKept) {
				expect({ ids, error, looked }).toEqual({ ids: upTo(12), error: null, looked: 1 });
			} else {
				expect(error).toMatchObject({ message: /link local/, retryable: false });
				expect(api.requests).toHaveLength(good);
				expectPages(ids, list);
			}
		},
	);
});

describe('H10: a token that ends while rows are read', () => {
	it.for(seeds(20, 2))('is read anew once, and never told (seed %i)', async (from, test) => {
		const random = seededRandom(from);
		const { count, list, input } = someList(random);
		const lists = listHandler(list);
		const env = { SHOP_TOKEN: 'first-s3cret' };
		const isRenewed = random() < 0.5;
		const lasts = Math.floor(random() * Math.ceil(count / list.size));
		const api = await stub(test, (request, response) => {
			const isOld = request.headers.authorization === 'Bearer first-s3cret';
			if (request.number > lasts && isOld) {
				if (isRenewed) env.SHOP_TOKEN = 'second-s3cret';
				response.writeHead(401).end('first-s3cret is no longer right');
				return;
			}
			return lists(request, response);
		});
		const source = restSource(api, {
			...input,
			headers: { Authorization: { env: 'SHOP_TOKEN', prefix: 'Bearer ' } },
			query: { api_key: { env: 'SHOP_TOKEN' } },
		});
		const { ids, error } = await readAll(source, { env });
		if (isRenewed) {
			expect({ ids, error }).toEqual({ ids: upTo(count), error: null });
		} else {
			expect(error).toMatchObject({ status: 401, retryable: false });
			expect(api.requests).toHaveLength(lasts + 2);
			expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
			expectPages(ids, list);
		}
	});
});

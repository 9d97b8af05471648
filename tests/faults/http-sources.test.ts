import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { restSource } from '../pipeline/sources/rest/rest-source.ts';
import type { RestInput } from '../pipeline/sources/rest/rest-source.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { seededRandom } from '../support/faults.ts';
import { BROKEN_ANSWERS, listHandler, sendJson } from '../support/stub-api.ts';
import type { StubHandler, StubRow } from '../support/stub-api.ts';
import {
	TURNING,
	CAP_MS,
	BUDGET_MS,
	seeds,
	pick,
	stub,
	orders,
	readAll,
	upTo,
	someList,
	expectPages,
} from './http-source-parts.ts';

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

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { listHandler, sendJson, startStubApi } from '../../../support/stub-api.ts';
import type { StubApi, StubHandler, StubRow } from '../../../support/stub-api.ts';
import { idsOf, openOn, readPages, restSource } from './rest-source.ts';
import type { RestInput } from './rest-source.ts';

const opened: StubApi[] = [];
afterEach(async () => {
	for (const each of opened.splice(0)) await each.close();
});

async function stub(handler: StubHandler): Promise<StubApi> {
	const api = await startStubApi(handler);
	opened.push(api);
	return api;
}

/** Orders 1 to `count`, each changed a minute after the one before. */
function orders(count: number): StubRow[] {
	return Array.from({ length: count }, (_, index) => ({
		id: index + 1,
		customer: `K${index % 3}`,
		amount: index + 0.5,
		updated_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
	}));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const TURNING = {
	link: { by: 'link' },
	next: { by: 'next', at: 'paging.next' },
	cursor: { by: 'cursor', at: 'meta.next_cursor' },
	page: { by: 'page', size: 3 },
	offset: { by: 'offset', size: 100 },
} as const satisfies Record<string, RestInput['pages']>;
const KINDS = Object.keys(TURNING) as (keyof typeof TURNING)[];

describe('pages that are turned by', () => {
	it.for(KINDS)('%s come one after the other, up to the last', async (by) => {
		const api = await stub(listHandler({ rows: () => orders(8), by, size: 3 }));
		const pages = await readPages(restSource(api, { pages: TURNING[by] }));
		expect(idsOf(pages)).toEqual(upTo(8));
		expect(pages.slice(0, 3).map(({ label, rows }) => `${label}: ${rows.length}`)).toEqual([
			'page 1: 3',
			'page 2: 3',
			'page 3: 2',
		]);
	});
	it.for(KINDS)('%s may be one without rows', async (by) => {
		const api = await stub(listHandler({ rows: () => [], by, size: 3 }));
		expect(idsOf(await readPages(restSource(api, { pages: TURNING[by] })))).toEqual([]);
		expect(api.requests).toHaveLength(1);
	});
	it.for(KINDS)('%s are all asked for with the query of the source', async (by) => {
		const api = await stub(listHandler({ rows: () => orders(5), by, size: 3 }));
		const source = restSource(api, { pages: TURNING[by], query: { status: 'any', token: { env: 'SHOP_TOKEN' } } });
		await readPages(source, null, { env: { SHOP_TOKEN: 's3cret' } });
		expect(api.requests.length).toBeGreaterThan(1);
		for (const { query } of api.requests) {
			expect(query.get('status')).toBe('any');
			expect(query.getAll('token')).toEqual(['s3cret']);
		}
	});
});

it('asks for pages of a size, and goes on after a shorter one, for an API may give less than it was asked for', async () => {
	const api = await stub(listHandler({ rows: () => orders(5), by: 'offset', size: 2 }));
	const source = restSource(api, { pages: { by: 'offset', size: 100, sizeParam: 'max' } });
	expect(idsOf(await readPages(source))).toEqual(upTo(5));
	expect(api.requests.map(({ query }) => `${query.get('offset') ?? ''}/${query.get('max') ?? ''}`)).toEqual([
		'0/100',
		'2/100',
		'4/100',
		'5/100',
	]);
});

it('reads one answer where no pages are declared', async () => {
	const api = await stub((_, response) => sendJson(response, orders(4)));
	expect(idsOf(await readPages(restSource(api, { rows: '' })))).toEqual(upTo(4));
	expect(api.requests).toHaveLength(1);
});

it('follows a next page that is written relative to this one', async () => {
	const api = await stub(({ query }, response) => {
		const page = Number(query.get('page') ?? 1);
		sendJson(response, { data: { items: [{ id: page }] }, paging: { next: page < 3 ? `?page=${page + 1}` : null } });
	});
	expect(idsOf(await readPages(restSource(api, { pages: TURNING.next })))).toEqual([1, 2, 3]);
});

it('ends where the API says that there is no more, whatever cursor it gives', async () => {
	const api = await stub(({ query }, response) => {
		const at = Number(query.get('cursor') ?? 0);
		sendJson(response, { data: { items: [{ id: at }] }, meta: { next_cursor: String(at + 1), more: at < 2 } });
	});
	const pages = { by: 'cursor', at: 'meta.next_cursor', more: 'meta.more' } as const;
	expect(idsOf(await readPages(restSource(api, { pages })))).toEqual([0, 1, 2]);
});

it('goes on over a page without rows that names a next one', async () => {
	const api = await stub(({ query }, response) => {
		const at = Number(query.get('cursor') ?? 0);
		sendJson(response, {
			data: { items: at === 1 ? [] : [{ id: at }] },
			meta: { next_cursor: at < 3 ? String(at + 1) : null },
		});
	});
	expect(idsOf(await readPages(restSource(api, { pages: TURNING.cursor })))).toEqual([0, 2, 3]);
});

describe('a row', () => {
	it('is told as text with every digit, in the order of the columns', async () => {
		const api = await stub((_, response) => {
			response
				.writeHead(200, { 'content-type': 'application/json' })
				.end(
					'[{"amount":12345678901234567890.10,"id":9007199254740993,"tags":["a"],"customer":{"name":"Zoë"},"updated_at":null}]',
				);
		});
		const source = restSource(api, {
			rows: '',
			columns: { id: 'integer', 'customer.name': 'text', amount: 'decimal', tags: 'text', updated_at: 'timestamp' },
		});
		const [page] = await readPages(source);
		expect(page?.rows).toEqual([['9007199254740993', 'Zoë', '12345678901234567890.10', '["a"]', null]]);
	});
	it('has what no column takes at its end where the contract asks for it', async () => {
		const api = await stub((_, response) => sendJson(response, [{ id: 1, colour: 'red' }, { id: 2 }]));
		const source = restSource(api, { rows: '', columns: { id: 'integer' } });
		const reader = await openOn(source, { contract: { unknownColumns: 'evolve' } });
		const [page] = await Array.fromAsync(reader.pages(null));
		expect(page?.rows).toEqual([
			['1', '{"colour":"red"}'],
			['2', null],
		]);
		expect(reader.undeclared()).toEqual(['colour']);
		await reader.close();
	});
	it('that is no object is set aside with its place and its text', async () => {
		const api = await stub((_, response) => sendJson(response, [{ id: 1 }, 'two', { id: 3 }, null, [5]]));
		const [page] = await readPages(restSource(api, { rows: '', columns: { id: 'integer' } }));
		expect(page?.rows).toEqual([['1'], ['3']]);
		expect(page?.broken.map(({ place, reason, message, original }) => [place, reason, message, original])).toEqual([
			[2, 'unparseable_record', 'expected an object, found a string', '"two"'],
			[4, 'unparseable_record', 'expected an object, found null', 'null'],
			[5, 'unparseable_record', 'expected an object, found a list', '[5]'],
		]);
	});
});

describe('a range of the cursor', () => {
	const cursor = { column: 'updated_at' };
	const from = { from: '2026-01-01 00:05:00', isFromIncluded: true, to: null };

	it('is asked for as since says', async () => {
		const api = await stub(listHandler({ rows: () => orders(8), by: 'cursor', size: 2, since: 'updated_at' }));
		const source = restSource(api, { pages: TURNING.cursor, cursor, since: { param: 'since' }, order: 'ascending' });
		expect(idsOf(await readPages(source, from))).toEqual([6, 7, 8]);
		expect(api.requests.map(({ query }) => query.get('since'))).toEqual([
			'2026-01-01T00:04:59Z',
			'2026-01-01T00:04:59Z',
		]);
		expect((await openOn(source)).isOrdered).toBe(true);
	});
	it('ends the asking once rows that come in descending order lie before it', async () => {
		const api = await stub(listHandler({ rows: () => orders(20).reverse(), by: 'page', size: 3 }));
		const source = restSource(api, { pages: TURNING.page, cursor, order: 'descending' });
		expect(idsOf(await readPages(source, { ...from, from: '2026-01-01 00:15:00' }))).toEqual([20, 19, 18, 17, 16, 15]);
		// Pages 1 and 2, and page 3, which lies before the range.
		expect(api.requests).toHaveLength(3);
		expect((await openOn(source)).isOrdered).toBe(false);
	});
	it('moves along where pages are turned by number, for a row that changes would push another one over', async () => {
		const list = orders(9);
		const lists = listHandler({ rows: () => list, by: 'page', size: 3, since: 'updated_at' });
		const api = await stub(async (request, response) => {
			await lists(request, response);
			// The first order is changed once it was read, and goes to the end: all others move up by one.
			if (request.number === 1) list.push({ ...list.shift(), updated_at: '2026-01-02T00:00:00.000Z' });
		});
		const source = restSource(api, { pages: TURNING.page, cursor, since: { param: 'since' }, order: 'ascending' });
		const ids = idsOf(await readPages(source, { ...from, from: null }));
		expect(new Set(ids)).toEqual(new Set(upTo(9)));
		expect(ids.at(-1)).toBe(1);
	});
	it('turns pages to the end where rows that come twice would be kept twice, or the API heeds no range', async () => {
		const api = await stub(listHandler({ rows: () => orders(8), by: 'page', size: 3, since: 'updated_at' }));
		const input = { pages: TURNING.page, cursor, since: { param: 'since' }, order: 'ascending' } as const;
		const wanted = { ...from, from: '2026-01-01 00:02:00' };
		expect(idsOf(await readPages(restSource(api, { ...input, disposition: 'append' }), wanted))).toEqual(
			upTo(8).slice(2),
		);
		const all = await stub(listHandler({ rows: () => orders(8), by: 'page', size: 3 }));
		const late = { ...from, from: '2026-01-05 00:00:00' };
		expect(new Set(idsOf(await readPages(restSource(all, input), late)))).toEqual(new Set(upTo(8)));
	});
	it('is not trusted to end where rows come in another order than promised', async () => {
		const api = await stub(listHandler({ rows: () => orders(6), by: 'page', size: 3 }));
		const source = restSource(api, { pages: TURNING.page, cursor, order: 'descending' });
		await expect(readPages(source, from)).rejects.toMatchObject({ retryable: false, message: /descending order/ });
	});
});

describe('how many rows wait', () => {
	const total = 'meta.total';
	const range = { from: '2026-01-01 00:05:00', isFromIncluded: true, to: null };

	it('is asked for with one page', async () => {
		const api = await stub(listHandler({ rows: () => orders(8), by: 'cursor', size: 2, since: 'updated_at' }));
		const cursor = { column: 'updated_at' };
		const reader = await openOn(restSource(api, { total, cursor, since: { param: 'since' } }));
		expect(await reader.count?.(null)).toBe(8);
		expect(await reader.count?.(range)).toBe(3);
		expect(api.requests).toHaveLength(2);
		await reader.close();
	});
	it('may stand in a header', async () => {
		const api = await stub((_, response) => sendJson(response, [], { 'X-Total-Count': '1200' }));
		const reader = await openOn(restSource(api, { rows: '', total: { header: 'X-Total-Count' } }));
		expect(await reader.count?.(null)).toBe(1200);
		await reader.close();
	});
	it('cannot be told without a total, or for a range that cannot be asked for', async () => {
		const api = await stub(listHandler({ rows: () => orders(8), by: 'cursor', size: 2 }));
		const cursor = { column: 'updated_at' };
		expect(await (await openOn(restSource(api))).count?.(null)).toBeNull();
		expect(await (await openOn(restSource(api, { total, cursor }))).count?.(range)).toBeNull();
		const since = { param: 'since' };
		const open = await openOn(restSource(api, { total, cursor, since }));
		expect(await open.count?.({ ...range, to: '2026-01-01 00:07:00' })).toBeNull();
		expect(api.requests).toEqual([]);
	});
});

describe('a total', () => {
	it('that was reached makes the absence of the next page an end', async () => {
		const list = listHandler({ rows: () => orders(6), by: 'page', size: 3 });
		const api = await stub((request, response) => {
			if (request.query.get('page') === '3') response.writeHead(404).end();
			else return list(request, response);
		});
		const counted = restSource(api, { pages: TURNING.page, total: 'meta.total' });
		expect(idsOf(await readPages(counted))).toEqual(upTo(6));
		await expect(readPages(restSource(api, { pages: TURNING.page }))).rejects.toThrow('answered 404');
	});
	it('that was reached makes the last page once more an end', async () => {
		const list = listHandler({ rows: () => orders(6), by: 'page', size: 3 });
		const api = await stub((request, response) => {
			if (Number(request.query.get('page')) > 2) request.query.set('page', '2');
			return list(request, response);
		});
		const counted = restSource(api, { pages: TURNING.page, total: 'meta.total' });
		expect(idsOf(await readPages(counted))).toEqual(upTo(6));
		await expect(readPages(restSource(api, { pages: TURNING.page }))).rejects.toThrow('gives its last page again');
	});
	it('that is capped by the API keeps no row back', async () => {
		const api = await stub(({ query }, response) => {
			const at = Number(query.get('offset'));
			sendJson(response, { data: { items: orders(9).slice(at, at + 3) }, meta: { total: 6 } });
		});
		const counted = restSource(api, { pages: TURNING.offset, total: 'meta.total' });
		expect(idsOf(await readPages(counted))).toEqual(upTo(9));
	});
	it('that is not reached is told, for rows are missing', async () => {
		const api = await stub(({ query }, response) => {
			const at = Number(query.get('offset'));
			sendJson(response, { data: { items: at < 6 ? orders(9).slice(at, at + 3) : [] }, meta: { total: 9 } });
		});
		await expect(readPages(restSource(api, { pages: TURNING.offset, total: 'meta.total' }))).rejects.toMatchObject({
			message: `${api.host}/orders says it has 9 rows, and gave 6`,
			retryable: true,
		});
	});
});

describe('pages without end', () => {
	it('are noticed by a cursor that comes again', async () => {
		const api = await stub(({ number }, response) =>
			sendJson(response, { data: { items: [{ id: number }] }, meta: { next_cursor: ['a', 'b', 'c'][number % 3] } }),
		);
		await expect(readPages(restSource(api, { pages: TURNING.cursor }))).rejects.toThrow('read before');
		expect(api.requests.length).toBeLessThanOrEqual(5);
	});
	it('are noticed by a number of the page that the API does not know', async () => {
		const api = await stub((_, response) => sendJson(response, { data: { items: orders(3) } }));
		await expect(readPages(restSource(api, { pages: TURNING.page }))).rejects.toThrow('gives its last page again');
	});
	it('are told from rows that are alike in what is read of them alone', async () => {
		const api = await stub(({ query }, response) => {
			const page = Number(query.get('page'));
			sendJson(response, { data: { items: page > 3 ? [] : [{ id: page, amount: 5 }] } });
		});
		const source = restSource(api, {
			pages: TURNING.page,
			columns: { amount: 'decimal' },
			key: [],
			disposition: 'replace',
		});
		expect((await readPages(source)).flatMap(({ rows }) => rows)).toEqual([['5'], ['5'], ['5']]);
	});
	it('are noticed when none has a row', async () => {
		const api = await stub(({ number }, response) =>
			sendJson(response, { data: { items: [] }, meta: { next_cursor: `c${number}` } }),
		);
		await expect(readPages(restSource(api, { pages: TURNING.cursor }))).rejects.toThrow(
			'20 pages in a row have no rows',
		);
	});
	it('are noticed by their number', async () => {
		const api = await stub(({ number }, response) =>
			sendJson(response, { data: { items: [{ id: number }] }, meta: { next_cursor: `c${number}` } }),
		);
		await expect(readPages(restSource(api, { pages: TURNING.cursor, maxPages: 7 }))).rejects.toThrow(
			'more than 7 pages',
		);
		expect(api.requests).toHaveLength(7);
	});
});

it.for(['http://127.0.0.1:9/orders', 'https://evil.example/orders?page=2', '//evil.example/', 'file:///etc/passwd'])(
	'does not follow a next page to %s',
	async (next) => {
		const api = await stub((_, response) => sendJson(response, { data: { items: [{ id: 1 }] }, paging: { next } }));
		const failure = readPages(restSource(api, { pages: TURNING.next }));
		await expect(failure).rejects.toThrow(/on another host/);
		await expect(failure).rejects.toThrow(/^(?!.*evil)/);
		expect(api.requests).toHaveLength(1);
	},
);

describe('an answer that is not what it should be', () => {
	const html = { 'content-type': 'text/html; charset=utf-8' };
	it.for<[string, number, Record<string, string>, string | Buffer, RegExp]>([
		['a page to sign in at', 200, html, '<!doctype html><title>Anna</title>', /a page for people/],
		['such a page that says it is JSON', 200, {}, '  <html>Anna</html>', /a page for people/],
		['no content', 204, {}, '', /answered with nothing/],
		['nothing', 200, {}, '', /answered with nothing/],
		['null', 200, {}, 'null', /it is null/],
		['a number', 200, {}, '5', /it is a number/],
		['an object without the list', 200, {}, '{"error":"Anna","data":{}}', /its keys are error, data/],
		['an object in its place', 200, {}, '{"data":{"items":{"1":{}}}}', /no list of rows at "data.items"/],
		['text in another character set', 200, {}, Buffer.from('{"name":"Zoë Anna"}', 'latin1'), /no utf-8/],
		['a bomb', 200, { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(64 << 20)), /grows from/],
	])('as %s fails and says why', async ([, status, headers, body, says]) => {
		const api = await stub((_, response) => {
			response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
		});
		const failure = readPages(restSource(api));
		await expect(failure).rejects.toMatchObject({ name: 'HttpError', message: says, retryable: false });
		await expect(failure).rejects.toThrow(/^(?!.*Anna)/);
		await expect(failure).rejects.not.toMatchObject({ hint: '' });
	});
	it('for it was cut short, is asked for again', async () => {
		const text = JSON.stringify({ data: { items: orders(3) } });
		const api = await stub(({ number }, response) => {
			response.writeHead(200, { 'content-type': 'application/json' }).end(number === 1 ? text.slice(0, 50) : text);
		});
		expect(idsOf(await readPages(restSource(api)))).toEqual(upTo(3));
	});
	it('for there is nothing, is right where that was said', async () => {
		const api = await stub((_, response) => void response.writeHead(204).end());
		expect(await readPages(restSource(api, { allowEmpty: true }))).toEqual([]);
		api.answer((_, response) => sendJson(response, { data: { items: null } }));
		expect(idsOf(await readPages(restSource(api, { allowEmpty: true })))).toEqual([]);
	});
});

it('leaves the page that it asked for ahead when nobody wants it', async () => {
	const api = await stub(listHandler({ rows: () => orders(30), by: 'page', size: 3 }));
	const reader = await openOn(restSource(api, { pages: TURNING.page }));
	for await (const page of reader.pages(null)) {
		expect(page.rows).toHaveLength(3);
		break;
	}
	await reader.close();
	expect(api.requests.length).toBeLessThanOrEqual(2);
});

it('stops when the run is stopped', async () => {
	const abort = new AbortController();
	const api = await stub(listHandler({ rows: () => orders(30), by: 'page', size: 3 }));
	const reader = await openOn(restSource(api, { pages: TURNING.page }), { signal: abort.signal });
	const read = async (): Promise<void> => {
		for await (const page of reader.pages(null)) {
			if (page.label === 'page 2') abort.abort(new Error('the run was stopped'));
		}
	};
	await expect(read()).rejects.toThrow('the run was stopped');
	await reader.close();
});

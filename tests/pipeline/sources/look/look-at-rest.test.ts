import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configuredSource } from '#pipeline/sources/look/configured-source.ts';
import { look } from '#pipeline/sources/look/look.ts';
import type { SourceProposal } from '#pipeline/sources/look/proposal.ts';
import type { ReferenceOptions } from '#pipeline/sources/look/reference-options.ts';
import { sendJson, startStubApi } from '../../../support/stub-api.ts';
import type { StubApi, StubRequest } from '../../../support/stub-api.ts';
import { mappingOf, typesOf } from './look-folder.ts';

let api: StubApi;

beforeEach(async () => {
	api = await startStubApi((_, response) => void response.writeHead(404).end());
});
afterEach(() => api.close());

function lookAt(path: string, options: ReferenceOptions = {}): Promise<SourceProposal> {
	return look(`${api.origin}${path}`, { allow: [api.host], answers: { entity: 'none' }, ...options });
}

/** Orders with an id, an amount and the time of their last change. */
function orders(from: number, to: number): Record<string, unknown>[] {
	return Array.from({ length: Math.max(0, to - from) }, (_, index) => ({
		id: from + index + 1,
		amount: 12.5,
		updated_at: '2026-01-31T10:00:00Z',
	}));
}

const ALL = 25;
const SIZE = 10;

/** A page of 25 orders in tens, by the number of rows before it. */
const pageAt = (start: number): Record<string, unknown>[] => orders(start, Math.min(start + SIZE, ALL));

type Answering = (request: StubRequest, response: ServerResponse) => void;

/** The ways in which APIs turn pages, each as one of them does, with what a config says of it. */
const WAYS: readonly (readonly [name: string, path: string, answer: Answering, keys: Record<string, unknown>])[] = [
	[
		'a Link header',
		'/orders',
		({ query, headers }, response) => {
			const page = Number(query.get('page') ?? 1);
			const next = page < 3 ? { link: `<http://${headers.host ?? ''}/orders?page=${page + 1}>; rel="next"` } : {};
			sendJson(response, pageAt((page - 1) * SIZE), { 'x-total-count': String(ALL), ...next });
		},
		{ pages: { by: 'link' }, total: { header: 'X-Total-Count' } },
	],
	[
		'the address of the next page (Django)',
		'/orders/',
		({ query, headers }, response) => {
			const page = Number(query.get('page') ?? 1);
			const next = page < 3 ? `http://${headers.host ?? ''}/orders/?page=${page + 1}` : null;
			sendJson(response, { count: ALL, next, previous: null, results: pageAt((page - 1) * SIZE) });
		},
		{ rows: 'results', pages: { by: 'next', at: 'next' }, total: 'count' },
	],
	[
		'an address within next (HAL)',
		'/orders',
		({ query }, response) => {
			const page = Number(query.get('page') ?? 0);
			const links = { self: { href: '/orders' }, ...(page < 2 ? { next: { href: `/orders?page=${page + 1}` } } : {}) };
			sendJson(response, { _links: links, _embedded: { orders: pageAt(page * SIZE) } });
		},
		{ rows: '_embedded.orders', pages: { by: 'next', at: '_links.next.href' } },
	],
	[
		'a token that is sent back under another name (Google)',
		'/orders',
		({ query }, response) => {
			const start = Number(query.get('pageToken') ?? 0);
			const token = start + SIZE < ALL ? { nextPageToken: String(start + SIZE) } : {};
			sendJson(response, { items: pageAt(start), ...token });
		},
		{ rows: 'items', pages: { by: 'cursor', at: 'nextPageToken', param: 'pageToken' } },
	],
	[
		'a cursor with a word on whether there is more',
		'/orders',
		({ query }, response) => {
			const start = Number(query.get('after') ?? 0);
			const info = { has_next_page: start + SIZE < ALL, end_cursor: String(start + SIZE) };
			sendJson(response, { data: pageAt(start), page_info: info });
		},
		{
			rows: 'data',
			pages: { by: 'cursor', at: 'page_info.end_cursor', param: 'after', more: 'page_info.has_next_page' },
		},
	],
	[
		'a count of pages that begins with 0 (Spring)',
		'/orders',
		({ query }, response) => {
			const number = Number(query.get('page') ?? 0);
			const page = { size: SIZE, totalElements: ALL, totalPages: 3, number };
			sendJson(response, { content: pageAt(number * SIZE), page });
		},
		{ rows: 'content', pages: { by: 'page', param: 'page', first: 0 }, total: 'page.totalElements' },
	],
	[
		'a count of rows under a name of its own (Jira)',
		'/orders',
		({ query }, response) => {
			const startAt = Number(query.get('startAt') ?? 0);
			sendJson(response, { startAt, maxResults: SIZE, total: ALL, issues: pageAt(startAt) });
		},
		{ rows: 'issues', pages: { by: 'offset', param: 'startAt' }, total: 'total' },
	],
	[
		'the page and size that the address names, which then are none of it',
		'/orders?status=any&page=1&per_page=10',
		({ query }, response) => {
			if (query.get('status') !== 'any' || query.get('per_page') !== '10') return void response.writeHead(400).end();
			sendJson(response, pageAt((Number(query.get('page') ?? 1) - 1) * SIZE));
		},
		{ pages: { by: 'page', param: 'page', first: 1, size: 10, sizeParam: 'per_page' } },
	],
];

describe('pages', () => {
	test.each(WAYS)('by %s', async (_name, path, answer, keys) => {
		api.answer(answer);
		const proposal = await lookAt(path);
		expect(proposal).toMatchObject({ kind: 'rows', rows: ALL, isWhole: true, key: ['id'] });
		const { url, allow, type, ...found } = proposal.origin as Record<string, unknown>;
		expect({ type, allow }).toEqual({ type: 'rest', allow: [api.host] });
		expect(found).toEqual(keys);
		expect(url).toBe(`${api.origin}${path.replace(/&page=1&per_page=10/, '')}`);
	});

	test('that do not lead on are not proposed: a note says that rows are missing', async () => {
		api.answer((_, response) => sendJson(response, { page: 1, total_pages: 3, total: ALL, data: pageAt(0) }));
		const proposal = await lookAt('/orders');
		expect(proposal.origin).not.toHaveProperty('pages');
		expect(proposal.origin).not.toHaveProperty('total');
		expect(proposal.problems.join()).toMatch(
			/only the first answer is read: the answer counts pages.* gives its last page again/,
		);
	});

	test('that nothing tells of are not guessed, though rows may be missing', async () => {
		api.answer((_, response) => sendJson(response, { total: ALL, data: pageAt(0) }));
		expect((await lookAt('/orders')).problems.join()).toMatch(
			/says that there are 25 rows and has 10, and nothing in it/,
		);
		api.answer((_, response) => sendJson(response, pageAt(0)));
		expect((await lookAt('/orders')).problems.join()).toMatch(/one answer has 10 rows, which may be a page of them/);
	});

	test('that end before the rows that there are said to be are not proposed', async () => {
		// It calls the number of a page its offset: by that of rows the second page is beyond the last.
		api.answer(({ query }, response) => {
			const offset = Number(query.get('offset') ?? 0);
			sendJson(response, { offset, limit: SIZE, total: ALL, data: pageAt(offset * SIZE) });
		});
		const proposal = await lookAt('/orders');
		expect(proposal.origin).not.toHaveProperty('pages');
		expect(proposal.problems.join()).toMatch(/only the first answer is read/);
	});

	test('on another host are not followed, and it says so', async () => {
		api.answer((_, response) => sendJson(response, { next: 'https://example.com/orders?page=2', results: pageAt(0) }));
		const proposal = await lookAt('/orders');
		expect(proposal.origin).not.toHaveProperty('pages');
		expect(proposal.problems.join()).toMatch(/names a next page on another host, which is not asked/);
	});

	test('that an API refuses are not proposed either', async () => {
		api.answer(({ query }, response) => {
			if (query.size > 0) return void response.writeHead(400).end();
			sendJson(response, { next_cursor: 'abc', data: pageAt(0) });
		});
		const proposal = await lookAt('/orders');
		expect(proposal.origin).not.toHaveProperty('pages');
		expect(proposal.problems.join()).toMatch(
			/only the first answer is read: the answer has a value for the next page.*answered 400/,
		);
	});

	test('are read no further than needed', async () => {
		api.answer(({ query }, response) => {
			const start = Number(query.get('cursor') ?? 0);
			sendJson(response, { next_cursor: String(start + SIZE), data: orders(start, start + SIZE) });
		});
		const proposal = await lookAt('/orders');
		expect(proposal).toMatchObject({ rows: 50, isWhole: false });
		expect(api.requests.length).toBeLessThan(12);
	});
});

describe('rows', () => {
	test('are told by the name of the address before that of other lists', async () => {
		const users = [{ login: 'a' }, { login: 'b' }, { login: 'c' }];
		api.answer((_, response) => sendJson(response, { users, invoices: orders(0, 2) }));
		const proposal = await lookAt('/v2/invoices');
		expect(proposal.origin).toMatchObject({ rows: 'invoices' });
		expect(proposal).toMatchObject({ name: 'invoices', questions: [{ id: 'cursor' }] });
	});

	test('in several lists of which none is named so are asked for', async () => {
		const answer = { alpha: orders(0, 3), beta: [{ code: 'x' }] };
		api.answer((_, response) => sendJson(response, answer));
		const proposal = await lookAt('/all');
		expect(proposal.questions).toMatchObject([{ id: 'rows', suggested: 'alpha' }, { id: 'cursor' }]);
		const answered = await lookAt('/all', { answers: { entity: 'none', rows: 'beta' } });
		expect(answered.questions).toEqual([]);
		expect(answered.columns.map(({ name }) => name)).toEqual(['code']);
		await expect(lookAt('/all', { answers: { rows: 'gamma' } })).rejects.toThrow(
			/no list of objects at "gamma" \(expected alpha, beta\)/,
		);
	});

	test('have every digit of a number, dots for objects within, and instants with and without fractions', async () => {
		api.answer(
			(_, response) =>
				void response
					.setHeader('content-type', 'application/json')
					.end(
						'[{"id":12345678901234567890,"customer":{"id":7,"city":"Ulm"},"tags":["a"],"created_at":"2026-01-31T10:00:00Z"},' +
							'{"id":12345678901234567891,"customer":null,"tags":[],"created_at":"2026-01-31T10:00:00.250Z"}]',
					),
		);
		const proposal = await lookAt('/orders');
		expect(typesOf(proposal)).toEqual({
			id: 'text',
			'customer.id': 'text',
			'customer.city': 'text',
			tags: 'text',
			created_at: 'timestamp',
		});
		expect(proposal.columns[0]?.examples.toSorted()).toEqual(['12345678901234567890', '12345678901234567891']);
		expect(proposal).toMatchObject({ zone: 'UTC', format: {} });
	});

	test('that are written in German are read so, beside numbers of JSON', async () => {
		const row = { Rechnungsnummer: 'R1', Kundennummer: 'K1', Rechnungsdatum: '31.12.2025', Menge: 2, Einzelpreis: 9.9 };
		api.answer((_, response) => sendJson(response, [row, { ...row, Rechnungsnummer: 'R2', Einzelpreis: 1249.5 }]));
		const proposal = await lookAt('/rechnungen', { answers: {} });
		expect(proposal.format).toEqual({ dateFormat: '%d.%m.%Y' });
		expect(typesOf(proposal)).toMatchObject({ Rechnungsdatum: 'date', Menge: 'integer', Einzelpreis: 'decimal' });
		expect(mappingOf(proposal, 'orders')).toMatchObject({ order_id: 'Rechnungsnummer', ordered_at: 'Rechnungsdatum' });
	});

	test('have numbers as JSON writes them, about which there is no question', async () => {
		api.answer((_, response) =>
			sendJson(response, [
				{ code: 'a', weight: 1.234 },
				{ code: 'b', weight: 2.345 },
			]),
		);
		const proposal = await lookAt('/weights');
		expect(typesOf(proposal)).toEqual({ code: 'text', weight: 'decimal' });
		expect(proposal.questions).toEqual([]);
	});

	test('that are none end it with what to name instead', async () => {
		api.answer((_, response) => sendJson(response, { id: 7, lines: ['a'] }));
		await expect(lookAt('/orders/7')).rejects.toThrow(/JSON in which there is no list of objects/);
		api.answer((_, response) => void response.setHeader('content-type', 'text/html').end('<html>sign in</html>'));
		await expect(lookAt('/orders')).rejects.toThrow(/a page for people to read/);
	});
});

describe('reading on', () => {
	const answer: Answering = (_, response) => sendJson(response, { data: orders(0, 3) });

	test('by the time of the last change, with the parameter that a person names', async () => {
		api.answer(answer);
		const proposal = await lookAt('/orders', { since: 'updated_since' });
		expect(configuredSource(proposal, String)).toMatchObject({
			rows: 'data',
			since: { param: 'updated_since' },
			disposition: 'merge',
			cursor: { column: 'updated_at', lag: 300 },
		});
		expect(proposal.problems.join()).toMatch(/rows that are removed at the source stay/);
		expect((await lookAt('/orders')).problems.join()).toMatch(/all pages are asked for each time/);
	});

	test('or not, as a person says; a column that is none is told', async () => {
		api.answer(answer);
		const whole = configuredSource(await lookAt('/orders', { answers: { cursor: 'none' } }), String);
		expect(whole).not.toHaveProperty('cursor');
		expect(whole).not.toHaveProperty('disposition');
		const wrong = await lookAt('/orders', { answers: { cursor: 'changed' } });
		expect(wrong.problems).toContain('cursor: the source has no column "changed"');
		const noKey = await lookAt('/orders', { answers: { cursor: 'updated_at', key: 'none' } });
		expect(noKey.problems.join()).toMatch(/merged by their key, and there is none/);
		expect(noKey).not.toHaveProperty('cursor');
	});
});

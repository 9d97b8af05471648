import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { askedAddress } from '#pipeline/sources/look/asked-address.ts';
import { look } from '#pipeline/sources/look/look.ts';
import type { SourceProposal } from '#pipeline/sources/look/proposal.ts';
import type { ReferenceOptions } from '#pipeline/sources/look/reference-options.ts';
import { startStubApi } from '../../../support/stub-api.ts';
import type { StubApi } from '../../../support/stub-api.ts';
import { typesOf } from './look-folder.ts';

let api: StubApi;

beforeEach(async () => {
	api = await startStubApi((_, response) => void response.writeHead(404).end());
});
afterEach(() => api.close());

function lookAt(path: string, options: ReferenceOptions = {}): Promise<SourceProposal> {
	return look(`${api.origin}${path}`, { allow: [api.host], ...options });
}

const ORDERS = 'order_id,order_date,quantity,unit_price\nA,2025-02-13,2,1249.50\nB,2025-03-01,1,9.90\n';

describe('a file behind an address', () => {
	test.each([
		['/export/orders.csv', {}, ORDERS],
		['/export/orders.csv.gz', {}, gzipSync(ORDERS)],
		['/download?id=7', { 'content-type': 'text/csv' }, ORDERS],
		['/download', { 'content-disposition': 'attachment; filename="orders.csv"' }, ORDERS],
	])('%s is looked at as one of this machine', async (path, headers, content) => {
		api.answer((_, response) => void response.writeHead(200, headers).end(content));
		const proposal = await lookAt(path);
		expect(typesOf(proposal)).toEqual({
			order_id: 'text',
			order_date: 'date',
			quantity: 'integer',
			unit_price: 'decimal',
		});
		expect(proposal).toMatchObject({
			kind: 'csv',
			format: {},
			rows: 2,
			isWhole: true,
			origin: { type: 'url', url: `${api.origin}${path}`, allow: [api.host] },
		});
		expect(proposal.preview[0]?.count).toBe(2);
	});

	test('says its kind where the address does not tell it', async () => {
		const lines = ORDERS.trim()
			.split('\n')
			.slice(1)
			.map((line) => JSON.stringify({ order_id: line[0], total: 1 }))
			.join('\n');
		api.answer((_, response) => void response.end(lines));
		expect(await lookAt('/export')).toMatchObject({ kind: 'json-lines', format: { kind: 'json-lines' }, rows: 2 });
		expect(await lookAt('/export.jsonl')).toMatchObject({ kind: 'json-lines', format: {} });
		const workbook = await writeExcelFile([
			['order_id', 'amount'],
			['A', 2],
		]).toBuffer();
		api.answer((_, response) => {
			response.writeHead(200, { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
			response.end(workbook);
		});
		expect(await lookAt('/export')).toMatchObject({ kind: 'excel', format: { kind: 'excel' }, rows: 1 });
	});

	test('is fetched no further than it is looked at', async () => {
		let sent = 0;
		api.answer((_, response) => {
			const lines = `${'Z'.repeat(200)},2025-02-13,2,1249.50\n`.repeat(1_000);
			response.writeHead(200, { 'content-type': 'text/csv' }).write(ORDERS);
			const more = (): void => {
				if (response.destroyed) return;
				sent += lines.length;
				response.write(lines, () => setImmediate(more));
			};
			more();
		});
		const proposal = await lookAt('/orders.csv', { answers: { entity: 'none' } });
		expect(proposal.isWhole).toBe(false);
		expect(proposal.problems).toEqual([]);
		expect(typesOf(proposal)).toMatchObject({ order_date: 'date', unit_price: 'decimal' });
		expect(sent).toBeGreaterThan(16 << 20);
	});
});

describe('what may be asked', () => {
	test.each([
		[
			'http://127.0.0.1:9/orders.csv',
			/127\.0\.0\.1 is not on the internet|127\.0\.0\.1:9 is not/,
			'--allow 127.0.0.1:9',
		],
		['http://169.254.169.254/latest/meta-data', /not on the internet/, 'no source can read from there'],
		['http://2130706433/', /written in a form that hides it/, 'four numbers'],
		['https://example.com:8443/orders', /port 8443 of example\.com is not asked/, '--allow example.com:8443'],
	])('%s is refused, with the flag that lets it where there is one', async (reference, message, hint) => {
		const failure = await look(reference).catch((cause: unknown) => cause);
		expect(failure).toHaveProperty('message', expect.stringMatching(message));
		expect(failure).toHaveProperty('hint', expect.stringContaining(hint));
	});

	test('a redirect to where nothing may be asked is not followed', async () => {
		const inside = await startStubApi((_, response) => void response.end(ORDERS));
		try {
			api.answer((_, response) => void response.writeHead(302, { location: `${inside.origin}/orders.csv` }).end());
			const failure = await lookAt('/orders.csv').catch((cause: unknown) => cause);
			expect(failure).toHaveProperty('message', expect.stringMatching(/leads on: .* is not on the internet/));
			expect(failure).toHaveProperty('hint', expect.stringContaining(`--allow ${inside.host}`));
			expect(inside.requests).toEqual([]);
		} finally {
			await inside.close();
		}
	});
});

describe('secrets of an address', () => {
	const SHOP = 'https://api.shop.example.com/orders';

	test.each([
		[
			`${SHOP}?status=any&api_key=abc`,
			{},
			{ url: `${SHOP}?status=any`, query: { api_key: { env: 'SHOP_API_KEY' } } },
			['SHOP_API_KEY'],
		],
		[
			SHOP.replace('//', '//ada:p%40ss@'),
			{},
			{ url: SHOP, basicAuth: { user: 'ada', password: { env: 'SHOP_PASSWORD' } } },
			['SHOP_PASSWORD'],
		],
		[
			SHOP,
			{ headers: ['Authorization: Bearer abc', 'X-Account: 7'] },
			{ url: SHOP, headers: { Authorization: { env: 'SHOP_TOKEN', prefix: 'Bearer ' }, 'X-Account': '7' } },
			['SHOP_TOKEN'],
		],
		[
			`${SHOP}?key=env:MY_KEY`,
			{ headers: ['X-Api-Key: env:OTHER'], env: { OTHER: 'o' } },
			{ url: SHOP, headers: { 'X-Api-Key': { env: 'OTHER' } }, query: { key: { env: 'MY_KEY' } } },
			['MY_KEY'],
		],
		[
			`${SHOP}?token=long-enough-to-tell`,
			{ env: { HOME: '/', DEPLOYED_TOKEN: 'long-enough-to-tell' } },
			{ url: SHOP, query: { token: { env: 'DEPLOYED_TOKEN' } } },
			[],
		],
		[
			`${SHOP}?token=other`,
			{ env: { SHOP_TOKEN: 'taken' } },
			{ url: SHOP, query: { token: { env: 'SHOP_TOKEN_2' } } },
			['SHOP_TOKEN_2'],
		],
	])('of %s become variables', (reference, options, origin, unset) => {
		const asked = askedAddress(reference, options);
		expect(asked.origin).toEqual(origin);
		expect(asked.secrets.unset).toEqual(unset);
	});

	test('are sent while it is looked at, and are in nothing that comes of it', async () => {
		api.answer(({ headers, query }, response) => {
			const isRight = headers.authorization === `Basic ${btoa('ada:g3heim')}` && query.get('token') === 'top-s3cret';
			response.writeHead(isRight ? 200 : 401).end(ORDERS);
		});
		const reference = `http://ada:g3heim@${api.host}/orders.csv?token=top-s3cret`;
		const proposal = await look(reference, { allow: [api.host] });
		expect(proposal.rows).toBe(2);
		expect(JSON.stringify(proposal)).not.toMatch(/g3heim|top-s3cret/);
		expect(proposal.unset).toEqual(['SOURCE_PASSWORD', 'SOURCE_TOKEN']);
		expect(proposal.problems.join()).toMatch(/set SOURCE_PASSWORD and SOURCE_TOKEN where Kundig is started/);
		api.answer((_, response) => void response.writeHead(401).end());
		const failure = (await look(reference, { allow: [api.host] }).catch((cause: unknown) => cause)) as Error;
		expect(failure.message).toMatch(/answered 401/);
		expect(failure.message).not.toMatch(/g3heim|top-s3cret/);
	});
});

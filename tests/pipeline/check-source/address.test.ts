import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSource } from '#pipeline/check-source.ts';
import type { SourceCheck } from '#pipeline/check-source.ts';
import { parseConfig } from '#pipeline/config.ts';
import { NOTHING_OWN } from '#warehouse/own/own-definitions.ts';
import { startStubApi } from '../../support/stub-api.ts';
import type { StubApi } from '../../support/stub-api.ts';

let api: StubApi;

beforeEach(async () => {
	api = await startStubApi((_, response) => void response.writeHead(404).end());
});
afterEach(() => api.close());

/** Checks a source of orders at `/orders.csv` of the stub server. */
function check(source: object = {}, rows = 1000): Promise<SourceCheck> {
	const orders = {
		name: 'orders',
		type: 'url',
		url: `${api.origin}/orders.csv`,
		allow: [api.host],
		columns: { id: 'text', day: 'date', customer: 'text' },
		key: ['id'],
		entities: { orders: { order_id: 'id', ordered_at: 'day', customer_id: 'customer' } },
		...source,
	};
	const company = { name: 'Test', currency: 'EUR', zone: 'Europe/Berlin' };
	const config = parseConfig({ company, sources: [orders] }, 'test');
	return checkSource({ file: 'kundig.config.ts', dir: '/', config, own: NOTHING_OWN }, 'orders', rows);
}

const HEADER = 'id,day,customer\n';

function orders(count: number): string {
	return Array.from({ length: count }, (_, index) => `O${index + 1},2025-01-31,K${'x'.repeat(200)}\n`).join('');
}

/** Sends so many bytes of an endless file of orders, as long as somebody takes them. */
function sendEndless(sent: { bytes: number }, pack: (text: string) => string | Buffer = (text) => text): void {
	api.answer((_, response) => {
		response.writeHead(200, { 'content-type': 'text/csv' });
		let number = 0;
		const more = (): void => {
			if (response.destroyed) return;
			const text = `${number === 0 ? HEADER : ''}${Array.from({ length: 1000 }, (_each, index) => `O${number + index},2025-01-31,K1\n`).join('')}`;
			number += 1000;
			const part = pack(text);
			sent.bytes += part.length;
			response.write(part, () => setImmediate(more));
		};
		more();
	});
}

describe('the check of a file behind an address', () => {
	test('says what a load would take of it, set aside, and refuse', async () => {
		api.answer((_, response) => void response.end(`${HEADER}O1,2025-01-31,K1\nO2,someday,K1\n`));
		const found = await check();
		expect(found).toMatchObject({
			files: ['orders.csv'],
			isWhole: true,
			rows: { read: 2, loaded: 1, quarantined: 1 },
			reasons: [{ reason: 'type_mismatch', rows: 1 }],
			refused: { message: expect.stringMatching(/^source orders: 1 of 2 records break its contract/) as string },
		});
		expect(found.entities[0]?.rows).toEqual([['O1', '2025-01-30T23:00:00Z', 'K1']]);
	});

	test('fetches no more than it needs of a big file, and never takes a line that is cut', async () => {
		const sent = { bytes: 0 };
		sendEndless(sent);
		const found = await check({}, 500);
		expect(found).toMatchObject({ isWhole: false, rows: { read: 500, loaded: 500, quarantined: 0 }, refused: null });
		// It says of an endless file what it says of its beginning, so it came to an end.
		expect(sent.bytes).toBeGreaterThan(8 << 20);
	});

	test('says that there is more where fewer rows come than were wanted', async () => {
		const line = `O1,2025-01-31,K${'x'.repeat(50_000)}\n`;
		api.answer((_, response) => void response.end(HEADER + line.repeat(400)));
		const found = await check({ key: [] }, 1000);
		expect(found).toMatchObject({ isWhole: false, rows: { quarantined: 0 } });
		// Eight megabytes have 167 such lines and a part of another.
		expect(found.rows.read).toBeGreaterThan(100);
		expect(found.rows.read).toBeLessThan(200);
		expect(found.entities[0]?.rows.every(([, , customer]) => String(customer).length === 50_001)).toBe(true);
	});

	test('reads the beginning of a packed file that does not end', async () => {
		const sent = { bytes: 0 };
		sendEndless(sent, (text) => gzipSync(text));
		const found = await check({}, 500);
		expect(found).toMatchObject({ isWhole: false, rows: { read: 500, quarantined: 0 }, refused: null });
	});

	test('reads a packed file whole, under the name that the answer gives', async () => {
		api.answer((_, response) => {
			response.setHeader('content-disposition', 'attachment; filename="export.csv.gz"');
			response.end(gzipSync(HEADER + orders(20)));
		});
		expect(await check()).toMatchObject({ files: ['export.csv.gz'], isWhole: true, rows: { read: 20 } });
		expect(await check({}, 5)).toMatchObject({ isWhole: false, rows: { read: 5 } });
	});

	test('asks with the secret of the environment, and says what is refused without one', async () => {
		api.answer(({ headers }, response) => {
			if (headers.authorization === 'Bearer s3cret') response.end(`${HEADER}O1,2025-01-31,K1\n`);
			else response.writeHead(401).end();
		});
		expect((await check()).refused?.message).toMatch(/answered 401/);
		const headers = { Authorization: { env: 'CHECK_TEST_TOKEN', prefix: 'Bearer ' } };
		expect((await check({ headers })).refused?.message).toMatch(/the environment has no CHECK_TEST_TOKEN/);
		process.env.CHECK_TEST_TOKEN = 's3cret';
		try {
			expect(await check({ headers })).toMatchObject({ refused: null, rows: { loaded: 1 } });
		} finally {
			delete process.env.CHECK_TEST_TOKEN;
		}
	});

	test('keeps to what may be asked: no redirect to this machine, no page for people', async () => {
		api.answer(({ path }, response) => {
			if (path === '/orders.csv') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
		});
		expect((await check()).refused?.message).toMatch(/leads on: .*is not on the internet|leads on: port 9/);
		api.answer((_, response) => void response.setHeader('content-type', 'text/html').end('<html>sign in</html>'));
		expect((await check()).refused?.message).toMatch(/a page for people to read/);
	});
});

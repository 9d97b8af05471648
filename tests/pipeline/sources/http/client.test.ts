import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { contentType, decodeText, readBody } from '#pipeline/sources/http/body.ts';
import { HttpClient } from '#pipeline/sources/http/client.ts';
import type { HttpOptions } from '#pipeline/sources/http/client.ts';
import { plainUrl } from '#pipeline/sources/http/credentials.ts';
import { HTTP_ENTRIES } from '#pipeline/sources/http/schema.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { sendJson, startStubApi } from '../../../support/stub-api.ts';
import type { StubApi, StubHandler } from '../../../support/stub-api.ts';

const schema = v.strictObject({ name: v.string(), ...HTTP_ENTRIES });
const LIMITS = { maxBytes: 4 << 20, maxRatio: 100, freeBytes: 1 << 16 };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const each of opened.splice(0)) await each.close();
});

async function stub(handler: StubHandler): Promise<StubApi> {
	const api = await startStubApi(handler);
	opened.push(api);
	return api;
}

/** Asks for an address as text, as a source of it does. */
async function ask(
	api: StubApi,
	source: Partial<v.InferInput<typeof schema>> = {},
	options: HttpOptions & { readonly env?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<string> {
	const parsed = v.parse(schema, { name: 'shop', url: `${api.origin}/orders`, allow: [api.host], ...source });
	const { env = {}, signal, ...rest } = options;
	const client = new HttpClient(parsed, null, { env, signal }, { clock: fakeClock(), ...rest });
	opened.push(client);
	return await client.get(
		plainUrl(parsed),
		async (answer, attemptSignal) => decodeText(answer, await readBody(answer, LIMITS, attemptSignal)),
		{ headers: () => ({ accept: 'application/json' }) },
	);
}

describe('what is sent', () => {
	it('has headers and query of the source, secrets from the environment', async () => {
		const api = await stub((_, response) => sendJson(response, 'ok'));
		await ask(
			api,
			{
				headers: { Authorization: { env: 'SHOP_TOKEN', prefix: 'Bearer ' }, 'X-Account': '7' },
				query: { status: 'any', limit: 50, api_token: { env: 'SHOP_TOKEN' } },
			},
			{ env: { SHOP_TOKEN: 's3cret\n' } },
		);
		const [request] = api.requests;
		expect(request?.headers).toMatchObject({
			authorization: 'Bearer s3cret',
			'x-account': '7',
			'user-agent': 'kundig',
		});
		expect(Object.fromEntries(request?.query ?? [])).toEqual({ status: 'any', limit: '50', api_token: 's3cret' });
	});
	it('has user and password as HTTP Basic has them', async () => {
		const api = await stub((_, response) => sendJson(response, 'ok'));
		await ask(
			api,
			{ basicAuth: { user: 'ck_1', password: { env: 'SHOP_PASSWORD' } } },
			{ env: { SHOP_PASSWORD: 'geheim' } },
		);
		// base64 of ck_1:geheim
		expect(api.requests[0]?.headers.authorization).toBe('Basic Y2tfMTpnZWhlaW0=');
	});
	it('is nothing when the environment lacks a secret, or has one that cannot be sent', async () => {
		const api = await stub((_, response) => sendJson(response, 'ok'));
		const source = { headers: { Authorization: { env: 'SHOP_TOKEN' } } };
		await expect(ask(api, source)).rejects.toThrow('the environment has no SHOP_TOKEN');
		await expect(ask(api, source, { env: { SHOP_TOKEN: 'a\r\nX-Evil: 1' } })).rejects.toThrow(/^(?!.*Evil)/);
		expect(api.requests).toEqual([]);
	});
});

describe('a config', () => {
	it.for([
		[{ headers: { Authorization: 'Bearer abc' } }, /no|not written into the config/],
		[{ headers: { 'X-Api-Key': 'abc' } }, /not written into the config/],
		[{ query: { api_key: 'abc' } }, /not written into the config/],
		[{ basicAuth: { user: 'anna', password: 'abc' } }, /not written into the config/],
		[{ headers: { Host: 'internal' } }, /set by the request itself/],
		[{ headers: { 'X Y': 'a' } }, /name of a header/],
		[{ headers: { 'X-Key': { env: 'A B' } } }, /environment variable/],
		[{ allow: ['http://10.0.0.1'] }, /expected a host/],
		[{ allow: ['10.0.0.1/path'] }, /expected a host/],
	] as const)('is refused with %o', ([part, says]) => {
		const result = v.safeParse(schema, { name: 'shop', url: 'https://a.example', ...part });
		expect(result.success).toBe(false);
		expect(result.issues?.map(({ message }) => message).join()).toMatch(says);
	});
});

describe('an answer that fails', () => {
	it('is asked for again, and what was asked stays out of the error', async () => {
		const api = await stub((_, response) => void response.writeHead(503).end('s3cret'));
		const source = { query: { key: { env: 'SHOP_TOKEN' } } };
		const failure = ask(api, source, { env: { SHOP_TOKEN: 's3cret' } });
		await expect(failure).rejects.toMatchObject({
			message: `${api.host}/orders answered 503`,
			retryable: true,
			hint: 'the other side has a problem: run again later',
		});
		expect(api.requests).toHaveLength(5);
	});
	it('is asked for again once when the token is refused, with the one that the environment has then', async () => {
		const env = { SHOP_TOKEN: 'old' };
		const api = await stub(({ headers }, response) => {
			env.SHOP_TOKEN = 'new';
			if (headers.authorization === 'new') sendJson(response, 'ok');
			else response.writeHead(401).end();
		});
		expect(await ask(api, { headers: { Authorization: { env: 'SHOP_TOKEN' } } }, { env })).toBe('"ok"');
		expect(api.requests).toHaveLength(2);
	});
	it('fails for good when the token is refused twice', async () => {
		const api = await stub((_, response) => void response.writeHead(401).end());
		const failure = ask(api, { headers: { Authorization: { env: 'SHOP_TOKEN' } } }, { env: { SHOP_TOKEN: 's3cret' } });
		await expect(failure).rejects.toMatchObject({ status: 401, retryable: false });
		expect(api.requests).toHaveLength(2);
	});
	it('is told from one that never came', async () => {
		const api = await stub(() => undefined);
		await api.close();
		await expect(ask(api)).rejects.toMatchObject({
			message: `${api.host}/orders: nobody answers there`,
			retryable: true,
		});
	});
});

describe('a redirect', () => {
	it('is followed on the same host with the headers of the source', async () => {
		const api = await stub(({ path }, response) => {
			if (path === '/orders') response.writeHead(302, { location: '/v2/orders' }).end();
			else sendJson(response, 'ok');
		});
		const token = { headers: { Authorization: { env: 'SHOP_TOKEN' } } };
		expect(await ask(api, token, { env: { SHOP_TOKEN: 's3cret' } })).toBe('"ok"');
		expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['s3cret', 's3cret']);
	});
	it('takes no header of the source to another host', async () => {
		const files = await stub((_, response) => sendJson(response, 'ok'));
		const api = await stub((_, response) => void response.writeHead(307, { location: `${files.origin}/x` }).end());
		const source = {
			allow: [api.host, files.host],
			headers: { Authorization: { env: 'SHOP_TOKEN' }, 'X-Account': '7' },
			query: { key: { env: 'SHOP_TOKEN' } },
		};
		expect(await ask(api, source, { env: { SHOP_TOKEN: 's3cret' } })).toBe('"ok"');
		expect(api.requests[0]?.headers.authorization).toBe('s3cret');
		const [moved] = files.requests;
		expect(moved?.headers).not.toHaveProperty('authorization');
		expect(moved?.headers).not.toHaveProperty('x-account');
		expect([...(moved?.query ?? [])]).toEqual([]);
	});
	it('is followed three times and no more', async () => {
		const chain = (length: number): StubHandler => {
			return ({ path, query }, response) => {
				const step = Number(query.get('step') ?? 0);
				if (step === length) sendJson(response, 'ok');
				else response.writeHead(301, { location: `${path}?step=${step + 1}` }).end();
			};
		};
		const api = await stub(chain(3));
		expect(await ask(api)).toBe('"ok"');
		api.answer(chain(4));
		await expect(ask(api)).rejects.toThrow('leads on more than 3 times');
	});
	it.for([
		['http://169.254.169.254/latest/meta-data/', /link local/],
		['http://127.0.0.1:1/', /not on the internet|port 1/],
		['http://134744072/', /hides it/],
		['http://anna:geheim@example.com/', /a user or a password/],
		['file:///etc/passwd', /file:/],
		['gopher://example.com/', /gopher:/],
		['http://', /no address/],
	] as const)('to %s is refused', async ([location, says]) => {
		const api = await stub((_, response) => void response.writeHead(302, { location }).end());
		const failure = ask(api);
		await expect(failure).rejects.toThrow(says);
		await expect(failure).rejects.toMatchObject({ retryable: false });
		expect(api.requests).toHaveLength(1);
	});
});

describe('a body', () => {
	const packed = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync };

	it.for(Object.entries(packed))('comes out of %s', async ([encoding, pack]) => {
		const text = JSON.stringify({ name: 'Zoë', list: Array.from({ length: 1_000 }, (_, index) => index) });
		const api = await stub(
			(_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(pack(text)),
		);
		expect(await ask(api)).toBe(text);
	});
	it('that is cut short in its compression is asked for again', async () => {
		const bytes = gzipSync(JSON.stringify('x'.repeat(10_000)));
		const api = await stub(({ number }, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(number === 1 ? bytes.subarray(0, 30) : bytes);
		});
		expect(await ask(api)).toBe(JSON.stringify('x'.repeat(10_000)));
		expect(api.requests).toHaveLength(2);
	});
	it('that grows beyond all measure is refused, once', async () => {
		const bomb = gzipSync(Buffer.alloc(20 << 20));
		const api = await stub((_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
		await expect(ask(api)).rejects.toThrow(/grows from \d+ bytes/);
		expect(api.requests).toHaveLength(1);
	});
	it('that is larger than it may be is refused before all of it came', async () => {
		const api = await stub((_, response) => {
			response.writeHead(200);
			const send = (): void => {
				while (response.write(Buffer.alloc(1 << 16)));
				response.once('drain', send);
			};
			send();
		});
		await expect(ask(api)).rejects.toThrow('more than 4 MB');
	});
	it('is read by the character set that it says', async () => {
		const latin = Buffer.from('"Zoë"', 'latin1');
		const api = await stub((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json; charset="ISO-8859-1"' }).end(latin);
		});
		expect(await ask(api)).toBe('"Zoë"');
		api.answer((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(latin));
		await expect(ask(api)).rejects.toThrow('text that is no utf-8');
		api.answer((_, response) => void response.writeHead(200, { 'content-type': 'a/b; charset=klingon' }).end(latin));
		await expect(ask(api)).rejects.toThrow('a character set that is not known');
	});
	it('has a media type without its parameters', () => {
		const headers = { 'content-type': 'Application/JSON ; Charset=UTF-8' };
		expect(contentType({ place: '', status: 200, headers, body: null as never, wasMoved: false })).toEqual({
			type: 'application/json',
			charset: 'utf-8',
		});
	});
	it('that stops is given up after a while without a part of it', async () => {
		const api = await stub((_, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('"half');
		});
		await expect(ask(api, {}, { timeouts: { idleMs: 50 }, retries: { tries: 2 } })).rejects.toMatchObject({
			message: `${api.host}/orders: it stopped in the middle of its answer`,
			retryable: true,
		});
		expect(api.requests).toHaveLength(2);
	});
	it('that drips is given up after a while in all', async () => {
		const drips = new Set<NodeJS.Timeout>();
		const api = await stub((_, response) => {
			response.writeHead(200);
			drips.add(setInterval(() => response.write(' '), 10));
		});
		await expect(ask(api, {}, { timeouts: { totalMs: 100 }, retries: { tries: 1 } })).rejects.toThrow(/took longer/);
		for (const drip of drips) clearInterval(drip);
	});
	it('is left when the run is stopped', async () => {
		const abort = new AbortController();
		const api = await stub((_, response) => {
			response.writeHead(200);
			response.write('[');
			setTimeout(() => abort.abort(new Error('the run was stopped')), 20);
		});
		await expect(ask(api, {}, { signal: abort.signal })).rejects.toThrow('the run was stopped');
	});
});

it('does not let a name lead to the local network', async () => {
	const api = await stub((_, response) => sendJson(response, 'ok'));
	const resolve = (): Promise<{ address: string; family: number }[]> =>
		Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
	const failure = ask(api, { url: 'http://shop.example.com/orders', allow: [] }, { resolve });
	await expect(failure).rejects.toMatchObject({
		message: 'shop.example.com/orders: shop.example.com is not on the internet (its address is loopback)',
		retryable: false,
	});
});

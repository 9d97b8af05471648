import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { fileContract } from '#pipeline/load/contract.ts';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import { extractFile } from '#pipeline/sources/file/extract.ts';
import { downloadFile } from '#pipeline/sources/url/download.ts';
import { isFileSource, sourceSchema } from '#pipeline/sources/schema.ts';
import type { Source } from '#pipeline/sources/schema.ts';
import { urlSourceSchema } from '#pipeline/sources/url/schema.ts';
import type { UrlSource } from '#pipeline/sources/url/schema.ts';
import { openMemory } from '#warehouse/database.ts';
import { rows as rowsOf, sql } from '#warehouse/query.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { startStubApi } from '../../../support/stub-api.ts';
import type { StubApi, StubHandler } from '../../../support/stub-api.ts';

const CSV = `id,name\n${Array.from({ length: 5_000 }, (_, index) => `${index},Lantern ${index}\n`).join('')}`;

let folder = '';
let api: StubApi;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-download-'));
	api = await startStubApi((_, response) => void response.end());
});
afterEach(async () => {
	await api.close();
	rmSync(folder, { recursive: true, force: true });
});

function urlSource(input: Partial<v.InferInput<typeof urlSourceSchema>> = {}): UrlSource {
	return v.parse(urlSourceSchema, {
		name: 'orders',
		type: 'url',
		url: `${api.origin}/export/orders.csv?signature=s3cret`,
		allow: [api.host],
		columns: { id: 'integer', name: 'text' },
		entities: {},
		...input,
	});
}

async function download(handler: StubHandler, source = urlSource(), env: Record<string, string> = {}) {
	api.answer(handler);
	const options = { clock: fakeClock(), timeouts: { idleMs: 100 } };
	const [file, ...others] = await downloadFile(source, folder, { env }, options);
	expect(others).toEqual([]);
	if (file === undefined) throw new Error('there is no file');
	return { ...file, text: readFileSync(file.path, 'utf8') };
}

const plain = (response: ServerResponse, headers: Record<string, string> = {}): ServerResponse =>
	response.writeHead(200, { 'content-type': 'text/csv', 'content-length': String(CSV.length), ...headers });

/** Serves a file, or the rest of it where that is asked for; it falls silent where it is cut. */
function servesRest(etag: string, cut: (number: number) => number | null): StubHandler {
	return ({ number, headers }, response) => {
		const isRest = headers.range !== undefined && headers['if-range'] === etag;
		const from = isRest ? Number(/\d+/.exec(headers.range ?? '')?.[0]) : 0;
		response.writeHead(isRest ? 206 : 200, {
			etag,
			'content-length': String(CSV.length - from),
			...(isRest ? { 'content-range': `bytes ${from}-${CSV.length - 1}/${CSV.length}` } : {}),
		});
		const end = cut(number);
		if (end === null) response.end(CSV.slice(from));
		else response.write(CSV.slice(from, end));
	};
}

describe('a file behind an address', () => {
	it('is there as a whole, under the name of its address', async () => {
		const file = await download((_, response) => void plain(response).end(CSV));
		expect(file).toMatchObject({ name: 'orders.csv', bytes: CSV.length, text: CSV });
		expect(file.path.startsWith(folder)).toBe(true);
		expect(readdirSync(folder)).toEqual(['orders.download']);
	});
	it('is called as its answer calls it', async () => {
		const file = await download((_, response) => {
			plain(response, { 'content-disposition': 'attachment; filename="../sales 2026.csv"' }).end(CSV);
		});
		expect(file.name).toBe('sales 2026.csv');
		expect(readdirSync(folder)).toEqual(['orders.download']);
	});
	it('is asked for with the headers of the source', async () => {
		const source = urlSource({ headers: { Authorization: { env: 'FILES_TOKEN', prefix: 'Bearer ' } } });
		await download((_, response) => void plain(response).end(CSV), source, { FILES_TOKEN: 's3cret' });
		expect(api.requests[0]?.headers).toMatchObject({ authorization: 'Bearer s3cret', 'accept-encoding': 'identity' });
		expect(api.requests[0]?.query.get('signature')).toBe('s3cret');
	});
	it('comes unpacked when it was packed for the way', async () => {
		const packed = gzipSync(CSV);
		const file = await download((_, response) => {
			const headers = { 'content-encoding': 'gzip', 'content-length': String(packed.length) };
			response.writeHead(200, headers).end(packed);
		});
		expect(file.text).toBe(CSV);
	});
	it('stays packed when that is what it is', async () => {
		const packed = gzipSync(CSV);
		api.answer((_, response) => void response.writeHead(200, { 'content-type': 'application/gzip' }).end(packed));
		const [file] = await downloadFile(urlSource(), folder, { env: {} });
		expect(readFileSync(file?.path ?? '').equals(packed)).toBe(true);
	});
});

describe('a file that breaks off', () => {
	it('goes on where it was, when it is the same still', async () => {
		const file = await download(servesRest('"v1"', (number) => [1_000, 20_000][number - 1] ?? null));
		expect(file.text).toBe(CSV);
		const ranges = api.requests.map(({ headers }) => headers.range);
		expect(ranges).toHaveLength(3);
		expect(ranges[0]).toBeUndefined();
		expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
	});
	it('begins anew when it became another one', async () => {
		const old = servesRest('"v1"', () => 1_000);
		const other = servesRest('"v2"', () => null);
		const file = await download((request, response) => (request.number === 1 ? old : other)(request, response));
		expect(file.text).toBe(CSV);
	});
	it.for([
		['has no mark of its content', {}],
		['has a weak mark', { etag: 'W/"v1"' }],
	] as const)('begins anew when it %s', async ([, headers]) => {
		const file = await download(({ number }, response) => {
			plain(response, headers);
			if (number === 1) response.write(CSV.slice(0, 1_000));
			else response.end(CSV);
		});
		expect(file.text).toBe(CSV);
		expect(api.requests.map(({ headers: sent }) => sent.range)).toEqual([undefined, undefined]);
	});
	it('begins anew when the rest that was asked for is none', async () => {
		const whole = servesRest('"v1"', (number) => (number === 1 ? 1_000 : null));
		const file = await download((request, response) => {
			if (request.number === 2) response.writeHead(416).end(Buffer.alloc(1 << 20));
			else return whole(request, response);
		});
		expect(file.text).toBe(CSV);
	});
	it('leaves nothing behind when it does so again and again', async () => {
		const failure = download((_, response) => {
			plain(response).write(CSV.slice(0, 100), () => response.destroy());
		});
		await expect(failure).rejects.toMatchObject({ name: 'HttpError', retryable: true });
		await expect(failure).rejects.toThrow(/^(?!.*s3cret)/);
		expect(api.requests).toHaveLength(5);
		expect(existsSync(join(folder, 'orders.download'))).toBe(false);
	});
});

it.for<[string, StubHandler, RegExp]>([
	[
		'a page to sign in at',
		(_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
		/page for people/,
	],
	['no content', (_, response) => void response.writeHead(204).end(), /answered with nothing/],
	[
		'a part that nobody asked for',
		(_, response) => void response.writeHead(206, { 'content-range': 'bytes 0-4/900' }).end('id,na'),
		/another part/,
	],
	['another status', (_, response) => void response.writeHead(404).end(), /answered 404/],
	[
		'a bomb',
		(_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 << 20))),
		/grows from/,
	],
])('takes %s for no file', async ([, handler, says]) => {
	await expect(download(handler)).rejects.toMatchObject({ message: says, retryable: false });
	expect(readdirSync(folder)).toEqual([]);
});

it('begins anew where a whole file is not what it said, and fails when that is always so', async () => {
	const failure = download((_, response) => {
		response.writeHead(200, { 'content-length': '10' });
		response.socket?.write('id,name\n1,Lantern that is too long\n');
	});
	await expect(failure).rejects.toMatchObject({ retryable: true });
	expect(readdirSync(folder)).toEqual([]);
});

describe('a source of such a file', () => {
	it('is one of files, whose kind the end of its address tells', () => {
		const parse = (url: string): Source =>
			v.parse(sourceSchema, { name: 'orders', type: 'url', url, columns: { id: 'integer' }, entities: {} });
		for (const [url, kind] of [
			['https://files.example.com/orders.parquet?v=1.csv', 'parquet'],
			['https://files.example.com/orders.jsonl.gz', 'json-lines'],
			['https://files.example.com/orders.xlsx#a', 'excel'],
			['https://files.example.com/export', 'csv'],
		] as const) {
			const source = parse(url);
			if (!isFileSource(source)) throw new Error('it is none of files');
			expect(fileContract(source).format.kind).toBe(kind);
		}
	});
	it('is refused where its address may not be asked', () => {
		expect(() => urlSource({ url: 'http://169.254.169.254/a.csv' })).toThrow(/link local/);
		expect(() => urlSource({ url: 'file:///etc/passwd' })).toThrow(/file:/);
	});
	it('is read as a file of the disk is', async () => {
		api.answer((_, response) => void response.end(gzipSync(CSV)));
		const source = urlSource();
		const [file] = await downloadFile(source, folder, { env: {} });
		if (file === undefined) throw new Error('there is no file');
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		const connection = await database.connect();
		const { columns, format } = fileContract(source);
		const rules = { format, contract: plainContract(columns, format), keptQuarantined: 10 };
		const extracted = await extractFile(connection, file, 'stage_orders', rules, join(folder, 'tmp'));
		expect(extracted).toMatchObject({ read: 5_000, quarantinedCount: 0 });
		expect(await rowsOf(connection, sql`select count(*) as n, max(v1) as name from stage_orders`)).toEqual([
			{ n: 5_000, name: 'Lantern 999' },
		]);
		connection.closeSync();
		database.close();
	});
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { restSource } from '../pipeline/sources/rest/rest-source.ts';
import type { RestInput } from '../pipeline/sources/rest/rest-source.ts';
import { seededRandom } from '../support/faults.ts';
import { listHandler, sendJson } from '../support/stub-api.ts';
import type { StubList } from '../support/stub-api.ts';
import { TURNING, seeds, pick, stub, orders, readAll, upTo, someList, expectPages } from './http-source-parts.ts';
import type { Reading } from './http-source-parts.ts';

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

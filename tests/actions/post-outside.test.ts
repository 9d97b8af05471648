import { describe, expect, it, onTestFinished } from 'vitest';
import { isPublicAddress, postOutside, requireAddress } from '#actions/post-outside.ts';
import type { Resolve } from '#actions/post-outside.ts';
import { startWebhookServer } from './webhook-server.ts';

async function server(...args: Parameters<typeof startWebhookServer>) {
	const started = await startWebhookServer(...args);
	onTestFinished(() => started.close());
	return started;
}

const message = { headers: {}, body: '{}' };

/** Answers each look-up with the next list of addresses, the last one for ever. */
function resolving(...answers: readonly string[][]): { readonly resolve: Resolve; readonly asked: string[] } {
	const asked: string[] = [];
	return {
		asked,
		resolve: (hostname, _, callback) => {
			const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
			asked.push(hostname);
			callback(
				null,
				addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
			);
		},
	};
}

describe('an address', () => {
	it.each([
		'http://127.0.0.1/',
		'http://0.0.0.0/',
		'http://2130706433/',
		'http://0x7f.1/',
		'http://017700000001/',
		'http://[::1]/',
		'http://[::ffff:10.0.0.1]/',
		'http://[64:ff9b::a00:1]/',
		'http://169.254.169.254/latest/meta-data',
		'http://[fd00::1]/',
		'http://[fe80::1]/',
		'http://10.1.2.3/',
		'http://172.16.0.1/',
		'http://192.168.1.20/',
		'http://100.64.0.1/',
	])('of a private network is refused however it is written: %s', (url) => {
		expect(() => requireAddress(url, false)).toThrow('an address of a private network (allowPrivate: true allows it)');
		expect(requireAddress(url, true).protocol).toBe('http:');
	});

	it.each([
		['file:///etc/passwd', 'not an address to post to'],
		['gopher://example.com/', 'not an address to post to'],
		['hooks.example.com', 'not an address to post to'],
		['https://user@hooks.example.com/', 'carries a user or a password'],
		['https://hooks.example.com:22/', 'port 22 is refused (expected 80 or 443, or allowPrivate: true)'],
		['https://hooks.example.com:6379/', 'port 6379 is refused'],
	])('%s is refused: %s', (url, reason) => {
		expect(() => requireAddress(url, false)).toThrow(reason);
	});

	it('of the public internet may be posted to', () => {
		for (const url of ['https://hooks.example.com/x?y=1', 'http://93.184.216.34/', 'https://[2606:4700::1111]:443/']) {
			expect(requireAddress(url, false).href).toBeTruthy();
		}
	});

	it.each([
		['93.184.216.34', true],
		['::ffff:93.184.216.34', true],
		['2606:4700::1111', true],
		['::ffff:127.0.0.1', false],
		['224.0.0.1', false],
		['255.255.255.255', false],
		['no address', false],
	])('%s is public: %s', (address, isPublic) => {
		expect(isPublicAddress(address)).toBe(isPublic);
	});
});

it('refuses a name that leads into a private network, and connects to nobody', async () => {
	const { port, posted } = await server();
	for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.0.0.7']) {
		const { resolve } = resolving([address]);
		const url = 'http://localtest.example/';
		await expect(postOutside({ ...message, url, allowPrivate: false }, { resolve })).rejects.toThrow(
			`localtest.example leads to ${address}, an address of a private network`,
		);
	}
	// One bad address among good ones is enough.
	const { resolve } = resolving([['93.184.216.34', '10.0.0.7']].flat());
	await expect(
		postOutside({ ...message, url: 'http://mixed.example/', allowPrivate: false }, { resolve }),
	).rejects.toThrow('leads to 10.0.0.7');
	expect(port).toBeGreaterThan(0);
	expect(posted).toEqual([]);
});

it('fails in words where a name leads nowhere', async () => {
	const resolve: Resolve = (hostname, _, callback) =>
		callback(new Error(`getaddrinfo ENOTFOUND ${hostname}`), undefined as never);
	await expect(
		postOutside({ ...message, url: 'https://nowhere.example/', allowPrivate: false }, { resolve }),
	).rejects.toThrow('getaddrinfo ENOTFOUND nowhere.example');
});

it('connects to the addresses that were checked: the name is looked up once', async () => {
	const { port, posted } = await server();
	const { resolve, asked } = resolving(['127.0.0.1'], ['192.0.2.1']);
	const url = `http://rebind.example:${port}/hook`;
	expect(await postOutside({ ...message, url, allowPrivate: true }, { resolve })).toBe(204);
	expect(asked).toEqual(['rebind.example']);
	expect(posted).toMatchObject([{ path: '/hook', headers: { host: `rebind.example:${port}` } }]);
});

it('follows no redirect', async () => {
	const inside = await server();
	const { port, posted } = await server([302], `http://127.0.0.1:${inside.port}/secret`);
	const url = `http://127.0.0.1:${port}/`;
	expect(await postOutside({ ...message, url, allowPrivate: true })).toBe(302);
	expect(posted).toHaveLength(1);
	expect(inside.posted).toEqual([]);
});

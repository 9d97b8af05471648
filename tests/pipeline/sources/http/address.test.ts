import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AddressError, checkedLookup, requireAddress } from '#pipeline/sources/http/address.ts';

const NONE = { allow: [] };

describe('an address is refused', () => {
	it.for([
		['http://127.0.0.1/'],
		['http://localhost:80/', 'resolved'],
		['http://0.0.0.0/'],
		['http://10.1.2.3/'],
		['http://172.16.0.1/'],
		['http://192.168.1.10/'],
		['http://100.64.0.1/'],
		['http://169.254.169.254/latest/meta-data/'],
		['http://224.0.0.1/'],
		['http://240.0.0.1/'],
		['http://255.255.255.255/'],
		['http://192.0.2.1/'],
		['http://198.18.0.1/'],
		['http://2130706433/'],
		['http://0x7f.1/'],
		['http://017700000001/'],
		['http://134744072/'],
		['http://[::]/'],
		['http://[::1]/'],
		['http://[::ffff:10.0.0.1]/'],
		['http://[::ffff:7f00:1]/'],
		['http://[::10.0.0.1]/'],
		['http://[64:ff9b::a00:1]/'],
		['http://[2002:a00:1::]/'],
		['http://[fd00::1]/'],
		['http://[fe80::1]/'],
		['http://[ff02::1]/'],
		['http://[2001:db8::1]/'],
		['http://anna@example.com/'],
		['http://anna:secret@example.com/'],
		['http://example.com:22/'],
		['http://example.com:25/'],
		['https://example.com:6379/'],
		['gopher://example.com/'],
		['file:///etc/passwd'],
		['ftp://example.com/'],
		['data:text/csv,a'],
		['//'],
		['no address'],
	])('when it is %s', async ([text, how]) => {
		if (how === 'resolved') {
			const url = requireAddress(text ?? '', NONE);
			const refusal = await new Promise((resolve) =>
				checkedLookup(url, NONE)('localhost', { all: true }, (error) => resolve(error)),
			);
			expect(refusal).toBeInstanceOf(AddressError);
			return;
		}
		expect(() => requireAddress(text ?? '', NONE)).toThrow(AddressError);
	});
});

it('says nothing of a password in the address that it refuses', () => {
	expect(() => requireAddress('https://anna:geheim@example.com/', NONE)).toThrow(/^(?!.*geheim).*user or a password/);
});

it.for([
	'https://api.example.com/orders?x=1',
	'http://8.8.8.8/',
	'https://[2606:4700::1111]/',
	'https://example.com:443/',
])('lets %s through', (text) => {
	expect(requireAddress(text, NONE).href).toBe(new URL(text).href);
});

describe('a host that a source names', () => {
	it('may be of the local network, at the port it is named with and no other', () => {
		const rules = { allow: ['192.168.1.10:8080', '[fd00::1]:81'] };
		expect(requireAddress('http://192.168.1.10:8080/a', rules).port).toBe('8080');
		expect(requireAddress('http://[fd00::1]:81/', rules).port).toBe('81');
		expect(() => requireAddress('http://192.168.1.10/', rules)).toThrow(/not on the internet/);
		expect(() => requireAddress('http://192.168.1.10:8081/', rules)).toThrow(/not on the internet/);
		expect(() => requireAddress('http://192.168.1.11:8080/', rules)).toThrow(/not on the internet/);
	});
	it('means the ports of the web where it is named without one', () => {
		const rules = { allow: ['10.0.0.5'] };
		expect(requireAddress('http://10.0.0.5/', rules).host).toBe('10.0.0.5');
		expect(requireAddress('https://10.0.0.5/', rules).host).toBe('10.0.0.5');
		expect(() => requireAddress('http://10.0.0.5:8080/', rules)).toThrow(/not on the internet/);
		expect(() => requireAddress('http://10.0.0.5/', { allow: ['10.0.0.5:443'] })).toThrow(/not on the internet/);
	});
	it('is never one that metadata of cloud machines are at', () => {
		expect(() => requireAddress('http://169.254.169.254/', { allow: ['169.254.169.254'] })).toThrow(/link local/);
	});
	it('may have another port on the internet', () => {
		const rules = { allow: ['api.example.com:8443'] };
		expect(requireAddress('https://api.example.com:8443/', rules).port).toBe('8443');
		expect(() => requireAddress('https://api.example.com:8444/', rules)).toThrow(/port 8444/);
	});
});

it('takes a redirect to a path of the same machine, written as it likes', () => {
	const base = requireAddress('http://8.8.8.8/a', NONE);
	expect(requireAddress('/b?c', NONE, base).href).toBe('http://8.8.8.8/b?c');
	expect(() => requireAddress('//0x7f.1/', NONE, base)).toThrow(AddressError);
});

describe('a name that is looked up', () => {
	const url = new URL('http://shop.example.com/');
	const look = (addresses: readonly string[], rules: { allow: readonly string[] } = NONE): Promise<unknown> =>
		new Promise((resolve) => {
			const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
			checkedLookup(url, rules, () => Promise.resolve(all))(url.hostname, { all: true }, (error, found) =>
				resolve(error ?? found),
			);
		});

	it('gives every address that it has when all are of the internet', async () => {
		expect(await look(['93.184.216.34', '2606:2800::1'])).toEqual([
			{ address: '93.184.216.34', family: 4 },
			{ address: '2606:2800::1', family: 6 },
		]);
	});
	it('is refused when one of its addresses is not of the internet', async () => {
		expect(await look(['93.184.216.34', '127.0.0.1'])).toBeInstanceOf(AddressError);
		expect(await look(['::ffff:192.168.0.1'])).toBeInstanceOf(AddressError);
		expect(await look(['169.254.169.254'])).toBeInstanceOf(AddressError);
	});
	it('may be of the local network when the source names it', async () => {
		expect(await look(['10.0.0.7'], { allow: ['shop.example.com'] })).toEqual([{ address: '10.0.0.7', family: 4 }]);
		expect(await look(['169.254.169.254'], { allow: ['shop.example.com'] })).toBeInstanceOf(AddressError);
	});
	it('is what a socket connects to, so that a later answer of the name changes nothing', async () => {
		const answers = [['192.0.2.1'], ['127.0.0.1']];
		const lookup = checkedLookup(url, NONE, () =>
			Promise.resolve((answers.shift() ?? []).map((address) => ({ address, family: 4 }))),
		);
		const error = await new Promise((resolve) => {
			const socket = connect({ host: 'shop.example.com', port: 9, lookup });
			socket.on('error', resolve);
		});
		expect(error).toBeInstanceOf(AddressError);
		expect(answers).toEqual([['127.0.0.1']]);
	});
});

import { describe, expect, it } from 'vitest';
import { isAllowedOrigin } from '#lib/server/write-origin.ts';

const url = new URL('http://localhost:4600/data');

function allowed(method: string, origin: string | null, contentType = 'application/x-www-form-urlencoded'): boolean {
	const headers = new Headers({ 'content-type': contentType });
	if (origin !== null) headers.set('origin', origin);
	return isAllowedOrigin(new Request(url, { method, headers }), url);
}

describe.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', (method) => {
	it.each(['application/x-www-form-urlencoded', 'application/json', 'text/plain', 'multipart/form-data'])(
		'of %s from our own page is answered',
		(contentType) => {
			expect(allowed(method, 'http://localhost:4600', contentType)).toBe(true);
		},
	);

	it.each([
		['a foreign origin', 'https://evil.example'],
		['an opaque origin', 'null'],
		['no origin', null],
		['an empty origin', ''],
		['another port', 'http://localhost:4601'],
		['no port', 'http://localhost'],
		['another scheme', 'https://localhost:4600'],
		['another name of the machine', 'http://127.0.0.1:4600'],
		['a host that begins like ours', 'http://localhost:4600.evil.example'],
		['a host that ends like ours', 'http://evil-localhost:4600'],
		['our address behind a user name', 'http://localhost:4600@evil.example'],
		['our origin with a path', 'http://localhost:4600/'],
	])('from %s is refused, JSON included', (_, origin) => {
		expect(allowed(method, origin)).toBe(false);
		expect(allowed(method, origin, 'application/json')).toBe(false);
	});
});

it.each(['GET', 'HEAD', 'OPTIONS'])('%s is answered whoever asks', (method) => {
	expect(allowed(method, 'https://evil.example')).toBe(true);
	expect(allowed(method, null)).toBe(true);
});

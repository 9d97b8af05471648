import { describe, expect, it } from 'vitest';
import { restSource } from './rest-source.ts';

const api = { origin: 'https://shop.example.com', host: 'shop.example.com' };

describe('a source of a REST API is refused', () => {
	it.for([
		[{ url: 'http://10.0.0.5/orders' }, /10\.0\.0\.5 is not on the internet/],
		[{ url: 'https://shop.example.com:8443/orders' }, /port 8443/],
		[{ url: 'https://anna:geheim@shop.example.com/' }, /a user or a password/],
		[{ url: 'file:///etc/passwd' }, /file:/],
		[{ url: 'orders' }, /no address/],
		[{ since: { param: 'since' } }, /since asks for a cursor/],
		[{ order: 'ascending' }, /order is that of a cursor/],
		[{ cursor: { column: 'id' }, since: { param: 'since', as: 'seconds' } }, /the cursor id is integer/],
		[
			{ zone: 'Europe/Berlin', cursor: { column: 'updated_at' }, since: { param: 'since', as: 'seconds' } },
			/declare zone: 'UTC'/,
		],
		[{ since: { param: 'since', template: 'updated' }, cursor: { column: 'id' } }, /\{value\}/],
		[{ rateLimit: { perHour: 5 } }, /perSecond: 5/],
		[{ pages: { by: 'page', size: 0 } }, /1/],
	] as const)('with %o', ([part, says]) => {
		expect(() => restSource(api, { allow: [], ...part } as never)).toThrow(says);
	});
});

it('says what it leaves out as most APIs have it', () => {
	const { pages, rows, maxPages, headers } = restSource(api, { rows: undefined, pages: { by: 'page' } });
	expect({ pages, rows, maxPages, headers }).toEqual({
		pages: { by: 'page', param: 'page', first: 1, sizeParam: 'per_page' },
		rows: '',
		maxPages: 10_000,
		headers: {},
	});
});

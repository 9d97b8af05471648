/** An API of orders in a process of its own: pages of 1,000 as JSON, written before the first is asked for. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGES = 300;
const SIZE = 1_000;

function order(number: number): unknown {
	const day = `2025-${String((number % 12) + 1).padStart(2, '0')}-${String((number % 28) + 1).padStart(2, '0')}`;
	return {
		order_line_id: number,
		order_id: `O-${number >> 2}`,
		customer_id: `C${number % 5_000}`,
		product: `Lantern "Moor", ${number % 300} lm`,
		quantity: (number % 9) + 1,
		unit_price: (number % 10_000) / 100,
		country: ['Germany', 'Austria', 'Switzerland', 'France', 'Netherlands'][number % 5],
		is_gift: number % 7 === 0,
		ordered_on: day,
		ordered_at: `${day}T12:34:56Z`,
	};
}

const bodies = Array.from({ length: PAGES + 1 }, (_, page) =>
	Buffer.from(
		JSON.stringify({
			data: page === PAGES ? [] : Array.from({ length: SIZE }, (_row, index) => order(page * SIZE + index)),
		}),
	),
);

const server = createServer((request, response) => {
	const page = Number(new URL(request.url ?? '/', 'http://bench').searchParams.get('page') ?? 1);
	const body = bodies[page - 1] ?? Buffer.from('{"data":[]}');
	response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

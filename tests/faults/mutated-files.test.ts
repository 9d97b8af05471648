import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SourceError } from '#pipeline/errors.ts';
import { openRawFolder, orderSource } from '../pipeline/raw-folder.ts';
import type { RawFolder } from '../pipeline/raw-folder.ts';
import { isFull, seed } from '../support/faults.ts';
import { readReference } from './reference-reader.ts';

let folder: RawFolder;

beforeAll(async () => {
	folder = await openRawFolder();
});

afterAll(() => {
	folder.close();
});

const source = orderSource({
	columns: { id: { type: 'text', required: true }, quantity: 'integer', price: 'decimal', ordered_on: 'date' },
	quarantine: { maxShare: 1, maxRows: 1000 },
	allowEmpty: true,
});

const idText = fc.oneof(
	fc.constantFrom('A1', 'B,2', 'say "hi"', 'two\nlines', 'Müller', '€ 5', ' spaced ', ''),
	fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'ä', '7', ' ', ',', '"', '\n') }),
);
const record = fc.tuple(
	idText,
	fc.oneof(fc.integer({ min: -50, max: 5000 }).map(String), fc.constantFrom('', '3.0', '+7')),
	fc.oneof(
		fc.integer({ min: -9999, max: 99_999 }).map((cents) => (cents / 100).toString()),
		fc.constantFrom('', '.5'),
	),
	fc.constantFrom('2025-01-31', '2024-02-29', '1900-01-01', '2025-1-5', ''),
	fc.boolean(),
);

function quoted(text: string, always: boolean): string {
	return always || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const wellFormed = fc.array(record, { maxLength: 12 }).map((records) => {
	const lines = records.map(([id, quantity, price, day, always]) =>
		[id, quantity, price, day].map((text) => quoted(text, always)).join(','),
	);
	return ['id,quantity,price,ordered_on', ...lines, ''].join('\n');
});

/** A fault: where in the file, as a share of its length, how many bytes go there, and what comes in their place. */
const fault = fc.record({
	place: fc.double({ min: 0, max: 1, noNaN: true }),
	removed: fc.constantFrom(0, 0, 0, 1, 1, 3),
	inserted: fc.constantFrom(
		'',
		'"',
		'"',
		'""',
		',',
		'\n',
		'\n\n',
		'x',
		'7',
		'\0',
		'\xe4',
		'\xc3',
		'-',
		'.',
		'99999999999999999999',
		' ',
	),
});
const cut = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: 1, freq: 6 });

const mutated = fc.tuple(wellFormed, fc.array(fault, { maxLength: 3 }), cut).map(([text, faults, end]) => {
	let bytes = Buffer.from(text).toString('latin1');
	for (const { place, removed, inserted } of faults) {
		const at = Math.floor(place * bytes.length);
		bytes = bytes.slice(0, at) + inserted + bytes.slice(at + removed);
	}
	return Buffer.from(bytes.slice(0, Math.round(end * bytes.length)), 'latin1');
});

async function readProduct(bytes: Buffer): Promise<ReturnType<typeof readReference>> {
	folder.write('orders.csv', bytes);
	try {
		const result = await folder.load(source, { full: true });
		expect(result.read).toBe(result.loaded + result.unchanged + result.quarantined);
		expect(result.quarantined).toBe(result.quarantine.length);
		const loaded = await folder.rows('select * from raw.orders__rows order by _line');
		expect(loaded).toHaveLength(result.loaded);
		return {
			isRefused: false,
			loaded: loaded.map((row) => ({
				line: row._line as number,
				values: [row.id, row.quantity, row.price, row.ordered_on] as [string, number, string, string],
			})),
			aside: result.quarantine.map(({ line, reason }) => ({ line, reason })),
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return { isRefused: true, loaded: [], aside: [] };
	}
}

const RUNS = isFull ? 2_000 : 200;

test(
	`F1 to F19: ${RUNS} mutated files are read as a plain reader reads them, and no record vanishes (KUNDIG_SEED=${seed})`,
	{ timeout: 60_000 + RUNS * 500 },
	async () => {
		await fc.assert(
			fc.asyncProperty(mutated, async (bytes) => {
				const reference = readReference(bytes);
				// A file without a byte is an empty one to the product; the reference asks for a header.
				fc.pre(bytes.some((byte) => byte !== 10));
				expect(await readProduct(bytes)).toEqual(reference);
			}),
			{ numRuns: RUNS, seed },
		);
	},
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Row = Readonly<Record<string, string>>;

/** The fields of a CSV text, by RFC 4180 and nothing of the generator's own. */
function fields(text: string): string[][] {
	const records: string[][] = [];
	let record: string[] = [];
	for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
		record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
		if (match[3] !== '\n') continue;
		records.push(record);
		record = [];
	}
	return records;
}

/** The rows of a table of a company, by column. */
export function readTable(folder: string, table: string): Row[] {
	const [header = [], ...records] = fields(readFileSync(join(folder, `${table}.csv`), 'utf8'));
	return records.map((record) => Object.fromEntries(header.map((column, index) => [column, record[index] ?? ''])));
}

/** The truth of a company as a whole. */
export interface Truth {
	readonly from: string;
	readonly until: string;
	readonly anomaly: { readonly from: string; readonly to: string; readonly factor: number };
	readonly totals: Readonly<Record<string, string | number>>;
	readonly months: readonly Readonly<Record<string, string | number>>[];
	readonly days: readonly { readonly day: string; readonly saleOrders: number; readonly salesRevenue: string }[];
}

export function readTruth(folder: string): Truth {
	return JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
}

/** A cell that the test takes for granted. */
export function cell(row: Row | undefined, column: string): string {
	const text = row?.[column];
	if (text === undefined) throw new Error(`no column ${column} in ${JSON.stringify(row)}`);
	return text;
}

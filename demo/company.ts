import { copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { POPULATION } from './buyers.ts';
import { createCalendar } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { CompanyWriter } from './company-writer.ts';
import { GROWTH_PER_YEAR } from './demand.ts';
import { DemoError } from './errors.ts';
import { MOST_KNOWN } from './known-customers.ts';
import { recordsTruth } from './records/truth.ts';
import { writeRecords } from './records/write-records.ts';
import type { RecordsCounts } from './records/write-records.ts';
import { fillFolder } from './folder.ts';
import { MOST_CUSTOMERS } from './order-ids.ts';

export interface CompanyOptions {
	/** 1 to 8,000,000 */
	readonly customers: number;
	/** 0 to 4,294,967,295: another seed is another company. */
	readonly seed: number;
	/** Last day with orders, `YYYY-MM-DD`. */
	readonly until: string;
	/** A folder that is missing or empty. */
	readonly out: string;
	readonly onProgress?: (done: number, total: number) => void;
	/** Ends the writing; nothing of the folder is left. */
	readonly signal?: AbortSignal;
}

export interface FileSummary {
	readonly file: string;
	/** Without the header; null where the file is no table. */
	readonly rows: number | null;
	readonly bytes: number;
}

export interface CompanySummary {
	readonly out: string;
	readonly customers: number;
	/** Returns among them. */
	readonly orders: number;
	readonly orderLines: number;
	readonly files: readonly FileSummary[];
	/** Rows by table; they know the first `ofCustomers` of the shop's customers. */
	readonly records: RecordsCounts & { readonly ofCustomers: number };
	readonly seconds: number;
}

interface Written {
	readonly files: readonly FileSummary[];
	readonly records: RecordsCounts;
}

const MOST_SEED = 0xffff_ffff;
const BREATHE_EVERY = 250;
/** The customers of the demo: so large a company has as many leads, deals and tickets as the rates say. */
const DEMO_CUSTOMERS = 5_000;
/** Of the time a company of the demo's size takes, the shop has so much. */
const SHOP_SHARE = 0.25;
const ROUNDING =
	'a line comes to quantity x unit_price, exactly; in EUR to that x rate of its day (EUR: 1), rounded half away from zero to four decimals, line by line';

function requireWhole(name: string, value: number, least: number, most: number): void {
	if (Number.isInteger(value) && value >= least && value <= most) return;
	throw new DemoError(`invalid ${name}: ${value} (expected a whole number from ${least} to ${most})`);
}

/** What is true of the company as a whole. */
function truthOf({ seed, customers, until }: CompanyOptions, calendar: Calendar, writer: CompanyWriter): unknown {
	const { from, to, factor } = writer.demands.anomaly;
	return {
		seed,
		customers,
		from: calendar.day(0),
		until,
		currency: 'EUR',
		rounding: ROUNDING,
		population: { growthPerYear: GROWTH_PER_YEAR, ...POPULATION },
		anomaly: { kind: 'broken checkout', from: calendar.day(from), to: calendar.day(to), factor },
		campaigns: writer.campaignBooks.toTruth(),
		records: recordsTruth(),
		...writer.ledger.toTruth(),
	};
}

/** Writes what is no table beside the tables. */
async function writeBeside(folder: string, truth: unknown): Promise<FileSummary[]> {
	await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth, null, '\t')}\n`, { mode: 0o600 });
	for (const file of ['kundig.config.ts', 'README.md']) {
		await copyFile(new URL(`./template/${file}`, import.meta.url), join(folder, file));
	}
	const files = ['records.db', 'truth.json', 'kundig.config.ts', 'README.md'];
	return Promise.all(files.map(async (file) => ({ file, rows: null, bytes: (await stat(join(folder, file))).size })));
}

/** How much of the progress the shop has: beside a million customers the records take no time. */
function shopShare(customers: number): number {
	return Math.max(SHOP_SHARE, 1 - (1 - SHOP_SHARE) * (MOST_KNOWN / customers));
}

async function writeCustomers(writer: CompanyWriter, options: CompanyOptions): Promise<void> {
	const { customers, onProgress, signal } = options;
	for (let index = 1; index <= customers; index += 1) {
		writer.writeCustomer(index);
		if (index % BREATHE_EVERY !== 0 && index !== customers) continue;
		onProgress?.(Math.floor(index * shopShare(customers)), customers);
		await writer.drain();
		await nextTurn();
		signal?.throwIfAborted();
	}
}

function writeRecordsInto(
	folder: string,
	{ customers, seed, onProgress, signal }: CompanyOptions,
	calendar: Calendar,
	writer: CompanyWriter,
): Promise<RecordsCounts> {
	const shop = shopShare(customers);
	return writeRecords({
		folder,
		seed,
		calendar,
		customers: writer.known,
		size: Math.min(customers, MOST_KNOWN) / DEMO_CUSTOMERS,
		...writer.range,
		campaigns: writer.campaigns,
		anomaly: writer.demands.anomaly,
		onProgress: (share) => onProgress?.(Math.floor(customers * (shop + (1 - shop) * share)), customers),
		signal,
	});
}

async function writeInto(folder: string, options: CompanyOptions, calendar: Calendar): Promise<Written> {
	const writer = new CompanyWriter(folder, options.seed, calendar);
	try {
		writer.writeReferences();
		await writeCustomers(writer, options);
		const tables = await writer.close();
		const records = await writeRecordsInto(folder, options, calendar, writer);
		return { files: [...tables, ...(await writeBeside(folder, truthOf(options, calendar, writer)))], records };
	} catch (error) {
		await writer.abandon();
		throw error;
	}
}

/**
 * Writes the company: CSV exports, records.db, config, README, and the truth beside them. The same options give the same
 * bytes (of records.db: the same records), and
 * the customers of a small company are the first of a larger one. The folder appears whole or not at all; memory does not
 * grow with the number of customers.
 * @throws DemoError when an option is out of range or the folder holds something
 */
export async function writeCompany(options: CompanyOptions): Promise<CompanySummary> {
	const { customers, seed, until, out } = options;
	const began = performance.now();
	requireWhole('customers', customers, 1, MOST_CUSTOMERS);
	requireWhole('seed', seed, 0, MOST_SEED);
	const calendar = createCalendar(until);
	const { files, records } = await fillFolder(out, (folder) => writeInto(folder, options, calendar));
	const rowsOf = (name: string): number => files.find(({ file }) => file === name)?.rows ?? 0;
	return {
		out,
		customers,
		orders: rowsOf('orders.csv'),
		orderLines: rowsOf('order_lines.csv'),
		files,
		records: { ofCustomers: Math.min(customers, MOST_KNOWN), ...records },
		seconds: (performance.now() - began) / 1000,
	};
}

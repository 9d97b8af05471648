import * as v from 'valibot';
import { loadRows } from '#pipeline/load/load-rows.ts';
import type { LoadContext } from '#pipeline/load/load-context.ts';
import type { SourceResult } from '#pipeline/load/source-result.ts';
import { SourceError } from '#pipeline/errors.ts';
import type { BrokenRow, CursorRange, RowFields, RowPage, RowReader } from '#pipeline/sources/row-source.ts';
import { restSourceSchema } from '#pipeline/sources/rest/schema.ts';
import type { RestSource } from '#pipeline/sources/rest/schema.ts';
import { openRawFolder } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

/** A source of rows named orders: id, amount, updated_at; merged by id unless told otherwise. */
export function rowSource(input: Partial<v.InferInput<typeof restSourceSchema>> = {}): RestSource {
	return v.parse(restSourceSchema, {
		name: 'orders',
		type: 'rest',
		url: 'https://example.com/orders',
		columns: { id: 'text', amount: 'decimal', updated_at: 'timestamp' },
		key: ['id'],
		disposition: 'merge',
		entities: {},
		quarantine: { maxShare: 1 },
		...input,
	});
}

/** What a source has: pages of rows, or an error in the place of a page. */
export interface Given {
	readonly pages: readonly (readonly RowFields[] | Error)[];
	readonly isOrdered?: boolean;
	readonly broken?: readonly BrokenRow[];
	readonly undeclared?: readonly string[];
}

export interface RowFolder extends RawFolder {
	/** Ranges that were asked for so far. */
	readonly asked: (CursorRange | null)[];
	loadRows(source: RestSource, given: Given, context?: Partial<LoadContext>): Promise<SourceResult>;
	/** What such a load fails with. */
	rowFailure(source: RestSource, given: Given, context?: Partial<LoadContext>): Promise<SourceError>;
	/** The orders in raw: id, amount and updated_at, by id. */
	orders(): Promise<string[]>;
	/** Loads that count, with their cursors. */
	loads(): Promise<Record<string, unknown>[]>;
}

function readerOf(given: Given, asked: (CursorRange | null)[]): RowReader {
	return {
		isOrdered: given.isOrdered ?? false,
		async *pages(range): AsyncGenerator<RowPage> {
			asked.push(range);
			for (const [index, page] of given.pages.entries()) {
				if (page instanceof Error) throw page;
				const broken = index === 0 ? (given.broken ?? []) : [];
				yield await Promise.resolve({ label: `page ${index + 1}`, rows: page, broken });
			}
		},
		undeclared: () => given.undeclared ?? [],
		close: () => Promise.resolve(),
	};
}

/** A raw folder into which rows of a source are loaded that says what it has. */
export async function openRowFolder(): Promise<RowFolder> {
	const raw = await openRawFolder();
	const asked: (CursorRange | null)[] = [];
	let runs = 0;
	const folder: RowFolder = {
		...raw,
		asked,
		loadRows(source, given, context = {}) {
			runs += 1;
			return loadRows(raw.connection, source, () => Promise.resolve(readerOf(given, asked)), {
				runId: `run-${String(runs).padStart(4, '0')}`,
				dataDir: raw.dataDir,
				configDir: raw.dir,
				full: false,
				fencingToken: 7,
				zone: 'UTC',
				env: {},
				pseudonymKey: new Uint8Array(32).fill(7),
				isCurrent: () => true,
				...context,
			});
		},
		async rowFailure(source, given, context) {
			try {
				await folder.loadRows(source, given, context);
			} catch (error) {
				if (error instanceof SourceError) return error;
				throw error;
			}
			throw new Error('the load succeeded');
		},
		async orders() {
			const found = await raw.rows(
				`select concat_ws(' ', id, amount::double, strftime(updated_at, '%d %H:%M')) as text
				from raw.orders__rows order by id, amount, updated_at`,
			);
			return found.map(({ text }) => String(text));
		},
		loads: () =>
			raw.rows(
				`select load_id, read, loaded, quarantined, cursor::json->>'value' as cursor
				from raw.loads where is_active order by load_id`,
			),
	};
	return folder;
}

/** An order as a source tells it: id, amount, and the hour of 1 March 2026 when it changed. */
export function order(id: string, amount: number | string | null, hour: number | null): RowFields {
	const at = hour === null ? null : `2026-03-01T${String(hour).padStart(2, '0')}:00:00`;
	return [id, amount === null ? null : String(amount), at];
}

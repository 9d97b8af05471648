import * as v from 'valibot';
import type { QuarantineCount, QuarantineEntry, QuarantineGroup } from '#records/quarantine.ts';
import { countQuarantine, listQuarantine, quarantineGroups } from '#records/quarantine.ts';
import { wantRun } from '#records/runs.ts';
import { sourceDescriptions, sourceStates } from '#records/sources.ts';
import type { DescribedColumn } from '#records/sources.ts';
import { records } from './records.ts';

const ROWS_PER_PAGE = 50;

const nameSchema = v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), null);
const pageSchema = v.fallback(v.pipe(v.string(), v.regex(/^[1-9]\d{0,6}$/), v.transform(Number)), 1);

/** Which rows of the quarantine are asked for; null is all. */
export interface QuarantineFilter {
	readonly source: string | null;
	readonly reason: string | null;
	readonly column: string | null;
	readonly page: number;
}

export interface Quarantine {
	readonly filter: QuarantineFilter;
	readonly rows: readonly QuarantineEntry[];
	/** Of everything set aside, whatever the filter. */
	readonly counts: readonly QuarantineCount[];
	/** Rows that fit the filter. */
	readonly total: number;
	readonly pages: number;
}

/** Reads the filter out of an address: `?source=…&reason=…&page=2`; what cannot be read is left out. */
export function parseQuarantineFilter(search: Pick<URLSearchParams, 'get'>): QuarantineFilter {
	return {
		source: v.parse(nameSchema, search.get('source')),
		reason: v.parse(nameSchema, search.get('reason')),
		column: v.parse(nameSchema, search.get('column')),
		page: v.parse(pageSchema, search.get('page')),
	};
}

/** The rows set aside that fit a filter, a page of them; a page past the last one is the last one. */
export async function readQuarantine(
	filter: QuarantineFilter,
	rowsPerPage: number = ROWS_PER_PAGE,
): Promise<Quarantine> {
	const db = await records();
	const [counts, groups] = [await countQuarantine(db), await quarantineGroups(db)];
	const total = groups
		.filter(({ source }) => filter.source === null || source === filter.source)
		.filter(({ reason }) => filter.reason === null || reason === filter.reason)
		.filter(({ column }) => filter.column === null || column === filter.column)
		.reduce((sum, { rows }) => sum + rows, 0);
	const pages = Math.max(1, Math.ceil(total / rowsPerPage));
	const page = Math.min(filter.page, pages);
	const rows = await listQuarantine(db, {
		limit: rowsPerPage,
		offset: (page - 1) * rowsPerPage,
		...(filter.source === null ? {} : { source: filter.source }),
		...(filter.reason === null ? {} : { reason: filter.reason }),
		...(filter.column === null ? {} : { column: filter.column }),
	});
	return { filter: { ...filter, page }, rows, counts, total, pages };
}

/** A group of what is set aside, with what the config says of its column; null where that is not known. */
export interface MendableGroup extends QuarantineGroup {
	readonly declared: DescribedColumn | null;
	/** Columns that identify a row of the source. */
	readonly key: readonly string[];
}

/** What is set aside, grouped by source, column and reason, with what the config says of the column. */
export async function readQuarantineGroups(): Promise<MendableGroup[]> {
	const db = await records();
	const [groups, descriptions] = [await quarantineGroups(db), await sourceDescriptions(db)];
	return groups.map((group) => {
		const described = descriptions.get(group.source);
		const declared = described?.columns.find(({ name }) => name === group.column) ?? null;
		return { ...group, declared, key: described?.key ?? [] };
	});
}

/**
 * Asks for a run that reads a source anew, after somebody mended it or what the config says of it: its rows set aside are
 * judged again. Null where no source has the name.
 */
export async function askForReplay(source: string): Promise<string | null> {
	const db = await records();
	if (!(await sourceStates(db)).some((state) => state.source === source)) return null;
	return (await wantRun(db, { trigger: 'page', isFull: true, onlySources: [source] })).runId;
}

import type { Records } from '../database.ts';
import { InputError, issue } from '../input/issues.ts';
import type { ImportMode, ImportsTable } from '../schema/marketing.ts';
import { IMPORT_ENTITIES } from './entities.ts';
import type { RowValues } from './import-entity.ts';
import type { ImportFile } from './import-file.ts';
import type { RejectedRow, RowContext, RowOutcome } from './import-row.ts';
import { readLookups } from './lookups.ts';
import type { Mapping } from './mapping.ts';

/** What somebody wants imported, and how. */
export interface ImportRequest {
	readonly entity: ImportsTable['entity'];
	readonly file: ImportFile;
	readonly fileName: string;
	readonly mapping: Mapping;
	readonly mode: ImportMode;
	/** The field by which a row finds its record. */
	readonly matchField: string;
	/** What fields of a new record are that its row leaves empty: the currency of deals, for instance. */
	readonly defaults?: RowValues | undefined;
}

/** What became of the rows of a file: together they are all of them. */
export interface ImportCounts {
	readonly rows: number;
	readonly created: number;
	readonly updated: number;
	readonly unchanged: number;
	readonly rejected: number;
}

export const NO_COUNTS: ImportCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };

/** Counts with one row more. */
export function countRow(counts: ImportCounts, outcome: RowOutcome): ImportCounts {
	const name = typeof outcome === 'string' ? outcome : 'rejected';
	return { ...counts, rows: counts.rows + 1, [name]: counts[name] + 1 };
}

/** The refused rows among outcomes. */
export function rejectedAmong(outcomes: readonly RowOutcome[]): RejectedRow[] {
	return outcomes.filter((outcome) => typeof outcome !== 'string');
}

/**
 * What all rows of an import share.
 * @throws InputError when the mapping is not that of the file, fills a field twice or one that is not there, or nothing
 * fills what an update finds its records by
 */
export async function rowContext(records: Records, request: ImportRequest): Promise<RowContext> {
	const entity = IMPORT_ENTITIES[request.entity];
	const { mapping, matchField, mode, file } = request;
	const filled = mapping.flatMap(({ field }) => field ?? []);
	const isOfFile = mapping.length === file.header.length && mapping.every(({ column }, i) => column === file.header[i]);
	const known = new Set(entity.fields.map(({ name }) => name));
	if (!isOfFile || filled.some((field) => !known.has(field)) || new Set(filled).size !== filled.length) {
		throw new InputError([issue('mapping', 'invalid')]);
	}
	if (!entity.matchFields.includes(matchField)) throw new InputError([issue('match_field', 'unknown_value')]);
	const names = matchField === 'name' ? ['name', 'full_name', 'last_name'] : [matchField];
	if (mode !== 'create' && !names.some((name) => filled.includes(name))) {
		throw new InputError([issue('match_field', 'required')]);
	}
	return {
		entity,
		mapping,
		dialect: file.dialect,
		mode,
		matchField,
		defaults: request.defaults ?? {},
		lookups: await readLookups(records),
		seenKeys: new Map(),
	};
}

import { sql } from 'kysely';
import type { Author } from '../changes/act.ts';
import { lastSequence } from '../changes/since.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError } from '../input/issues.ts';
import type { IssueCode } from '../input/issues.ts';
import { email, phone } from '../input/readers.ts';
import type { ImportMode } from '../schema/marketing.ts';
import { foldText } from '../values/search-text.ts';
import type { Dialect } from './dialect.ts';
import type { ImportEntity, RowValues } from './import-entity.ts';
import type { ImportRow } from './import-file.ts';
import { readCell } from './import-field.ts';
import type { Lookups } from './lookups.ts';
import type { Mapping } from './mapping.ts';

/**
 * Why a row was refused: what the record's own rules say of a field, or `no_match` (nothing to update), `exists` (nothing
 * to create), `ambiguous` (several records match), `repeated` (an earlier row has the same key), `ragged` (it has another
 * number of cells than the header).
 */
export type RejectReason = IssueCode | 'no_match' | 'exists' | 'ambiguous' | 'repeated' | 'ragged';

/** A row that was refused. */
export interface RejectedRow {
	readonly line: number;
	/** The field that is wrong; null when it is the row. */
	readonly field: string | null;
	readonly reason: RejectReason;
	/** What stands in that field's cell; of a repetition, the line of the first. */
	readonly message: string;
	readonly cells: readonly string[];
}

export type RowOutcome = 'created' | 'updated' | 'unchanged' | RejectedRow;

/** What is the same for all rows of an import. */
export interface RowContext {
	readonly entity: ImportEntity;
	readonly mapping: Mapping;
	readonly dialect: Dialect;
	readonly mode: ImportMode;
	readonly matchField: string;
	/** For new records alone. */
	readonly defaults: RowValues;
	readonly lookups: Lookups;
	/** The keys that earlier rows had, with their lines. */
	readonly seenKeys: Map<string, number>;
}

function reject(row: ImportRow, field: string | null, reason: RejectReason, message = ''): RejectedRow {
	return { line: row.line, field, reason, message, cells: row.cells };
}

function valuesOf(row: ImportRow, { entity, mapping, dialect }: RowContext): RowValues {
	const values: Partial<Record<string, string>> = {};
	for (const [index, { field: name }] of mapping.entries()) {
		const field = entity.fields.find((candidate) => candidate.name === name);
		const value = field === undefined ? '' : readCell(field, row.cells[index] ?? '', dialect);
		if (field !== undefined && value !== '') values[field.name] = value;
	}
	return values;
}

/** What a row is found by; of a person's name its parts together. */
function matchValue(values: RowValues, field: string): string | null {
	if (field !== 'name' || values.name !== undefined) return values[field] ?? null;
	const parts = [values.first_name, values.last_name].filter((part) => part !== undefined).join(' ');
	return values.full_name ?? (parts === '' ? null : parts);
}

interface RowKey {
	readonly field: string;
	readonly key: string;
}

/** What a row is told from others by. */
function keysOf(values: RowValues, { matchField }: RowContext): RowKey[] {
	return [...new Set([matchField, 'external_key'])].flatMap((field) => {
		const value = matchValue(values, field);
		return value === null ? [] : [{ field, key: `${field} ${foldText(value)}` }];
	});
}

/** The line of an earlier row with one of these keys; null where there is none. */
function repetitionOf(keys: readonly RowKey[], { seenKeys }: RowContext): { field: string; line: number } | null {
	for (const { field, key } of keys) {
		const line = seenKeys.get(key);
		if (line !== undefined) return { field, line };
	}
	return null;
}

async function write(
	transaction: RecordsTransaction,
	author: Author,
	row: ImportRow,
	values: RowValues,
	context: RowContext,
): Promise<RowOutcome> {
	const { entity, mode, matchField, defaults, lookups } = context;
	const value = matchValue(values, matchField);
	const found = value === null ? [] : await entity.find(transaction, matchField, value);
	const [id] = found;
	if (found.length > 1) return reject(row, matchField, 'ambiguous', value ?? '');
	if (id === undefined) {
		if (mode === 'update') return reject(row, matchField, 'no_match', value ?? '');
		await entity.create(transaction, author, { ...defaults, ...values }, lookups);
		return 'created';
	}
	if (mode === 'create') return reject(row, matchField, 'exists', value ?? '');
	const before = await lastSequence(transaction);
	await entity.update(transaction, author, id, values, lookups);
	return (await lastSequence(transaction)) > before ? 'updated' : 'unchanged';
}

/** The column that an issue of a record is about: a contact's points come from two columns each. */
function columnOf(field: string, values: RowValues): string {
	const [list = field] = field.split('.');
	const isFine = (reading: object) => 'value' in reading;
	if (list === 'emails') return isFine(email(values.email ?? '')) ? 'email_2' : 'email';
	if (list === 'phones') return isFine(phone(values.phone ?? '')) ? 'mobile' : 'phone';
	return list === 'owner_id' ? 'owner' : list;
}

/**
 * Writes one row: creates or updates its record, or leaves everything as it was and says what is wrong with the row.
 * Empty cells leave a record as it is.
 */
export async function importRow(
	transaction: RecordsTransaction,
	author: Author,
	row: ImportRow,
	context: RowContext,
): Promise<RowOutcome> {
	if (row.cells.length !== context.mapping.length) {
		return reject(row, null, 'ragged', `${row.cells.length} of ${context.mapping.length}`);
	}
	const values = valuesOf(row, context);
	const keys = keysOf(values, context);
	const repetition = repetitionOf(keys, context);
	if (repetition) return reject(row, repetition.field, 'repeated', String(repetition.line));
	await sql`savepoint one_row`.execute(transaction);
	try {
		const outcome = await write(transaction, author, row, values, context);
		await sql`release one_row`.execute(transaction);
		// A row that was refused takes no key from a later one.
		if (typeof outcome === 'string') for (const { key } of keys) context.seenKeys.set(key, row.line);
		return outcome;
	} catch (error) {
		await sql`rollback to one_row`.execute(transaction);
		await sql`release one_row`.execute(transaction);
		const [first] = error instanceof InputError ? error.issues : [];
		if (first === undefined) throw error;
		const field = columnOf(first.field, values);
		return reject(row, field, first.code, values[field] ?? '');
	}
}

import * as v from 'valibot';
import type { Author } from '../changes/act.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { optional, required } from '../input/fields.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { text } from '../input/readers.ts';
import { requireReferences } from '../input/references.ts';
import { listDefinition, parseDefinition, requireOrderedLimits } from './list-definition.ts';
import type { ListDefinition } from './list-definition.ts';
import { listByName, listsThatUse } from './list-read.ts';

export type List = RecordRow<'lists'>;

/** What can be given for a list. A new one needs a name and a definition. */
const listInput = v.partial(
	v.strictObject({
		name: required(text(120)),
		description: optional(text(2000)),
		definition: listDefinition,
	}),
);

export type ListInput = v.InferInput<typeof listInput>;
type ListValues = v.InferOutput<typeof listInput>;

/** Whether a list stands, through the lists that it names, on the one with the id. */
async function leadsTo(
	transaction: RecordsTransaction,
	{ include, exclude }: ListDefinition,
	id: string,
	seen: Set<string>,
): Promise<boolean> {
	for (const named of [...include, ...exclude]) {
		if (named === id) return true;
		if (seen.has(named)) continue;
		seen.add(named);
		const row = await rowOf(transaction, 'lists', named);
		if (row !== null && (await leadsTo(transaction, parseDefinition(row.definition), id, seen))) return true;
	}
	return false;
}

async function requireFit(transaction: RecordsTransaction, values: ListValues, ownId: string | null): Promise<void> {
	if (values.name !== undefined) {
		const namesake = await listByName(transaction, values.name);
		if (namesake !== null && namesake.list_id !== ownId) throw new InputError([issue('name', 'taken')]);
	}
	if (values.definition === undefined) return;
	requireOrderedLimits(values.definition.filters);
	const { include, exclude } = values.definition;
	await requireReferences(transaction, [
		...include.map((id) => ['include', 'lists', id] as const),
		...exclude.map((id) => ['exclude', 'lists', id] as const),
	]);
	const twice = exclude.filter((id) => include.includes(id));
	if (twice.length > 0) throw new InputError([issue('exclude', 'not_allowed')]);
	if (ownId === null) return;
	for (const field of ['include', 'exclude'] as const) {
		const alone = { ...values.definition, include: [], exclude: [], [field]: values.definition[field] };
		if (await leadsTo(transaction, alone, ownId, new Set())) throw new InputError([issue(field, 'circle')]);
	}
}

/**
 * Makes a list.
 * @throws InputError with everything that is wrong: names of lists are given once, limits are in order, lists that are
 * named are there
 */
export async function createList(transaction: RecordsTransaction, author: Author, input: ListInput): Promise<List> {
	const values = parseInput(listInput, input);
	requireFields(values, ['name', 'definition']);
	await requireFit(transaction, values, null);
	return createRecord(transaction, author, 'lists', {
		name: values.name ?? '',
		description: values.description,
		definition: JSON.stringify(values.definition),
	});
}

/**
 * Changes what is given of a list. Who was drawn for its holdout stays drawn.
 * @throws InputError with everything that is wrong; `circle` when it would stand on itself
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateList(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: ListInput,
): Promise<List> {
	const { definition, ...values } = parseInput(listInput, input);
	if ((await rowOf(transaction, 'lists', seen.id)) === null) throw new RecordNotFoundError('lists', seen.id);
	await requireFit(transaction, { ...values, definition }, seen.id);
	return updateRecord(transaction, author, 'lists', seen, {
		...values,
		definition: definition === undefined ? undefined : JSON.stringify(definition),
	});
}

/**
 * Deletes a list; who was drawn for it and which files left of it stay known.
 * @throws InputError (`in_use`) when another list includes or excludes it
 */
export async function deleteList(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	const users = await listsThatUse(transaction, seen.id);
	if (users.length > 0) {
		throw new InputError([issue('list_id', 'in_use', { lists: users.map(({ name }) => name).join(', ') })]);
	}
	await deleteRecord(transaction, author, 'lists', seen);
}

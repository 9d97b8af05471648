import { randomInt } from 'node:crypto';
import type { ActionFailure } from '@sveltejs/kit';
import { countList } from '#actions/count-list.ts';
import type { ListCount } from '#actions/count-list.ts';
import { columnsOf } from '#actions/list-columns.ts';
import { InputError } from '#records/input/issues.ts';
import type { FieldIssue } from '#records/input/issues.ts';
import { readDefinition } from '#records/marketing/list-definition.ts';
import type { ListDefinitionInput } from '#records/marketing/list-definition.ts';
import { allLists } from '#records/marketing/list-read.ts';
import { createList, updateList } from '#records/marketing/lists.ts';
import type { List } from '#records/marketing/lists.ts';
import { CONSENT_CHANNELS } from '#records/schema/people.ts';
import { listChoices } from '#warehouse/reads/list-choices.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { definitionOfForm, readListForm } from '#lib/lists/list-form.ts';
import type { ListForm } from '#lib/lists/list-form.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { countingGate } from './list-counts.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

const LARGEST_SEED = 2 ** 31;
/** Per cent: without a holdout nobody can say later whether writing paid. */
const USUAL_HOLDOUT = '10';

type Saved = Promise<{ batchId: string; result: List } | ActionFailure<FormAnswer>>;

/** What a list's form offers: values of the snapshot, the other lists, and what each channel puts into the file anyway. */
export async function readListChoices(snapshot: RequestSnapshot, ownId: string | null) {
	const values = await snapshot.cached('list-choices', async (db) => {
		const isScored = await hasScores(db);
		return { isScored, ...(await listChoices(db, isScored)) };
	});
	const lists = (await allLists(await records())).filter(({ list_id }) => list_id !== ownId);
	return {
		...values,
		lists: lists.map(({ list_id, name }) => ({ list_id, name })),
		needed: Object.fromEntries(
			CONSENT_CHANNELS.map((channel) => [channel, columnsOf(channel, []).map(({ name }) => name)]),
		),
	};
}

export type ListChoicesOffered = Awaited<ReturnType<typeof readListChoices>>;

/** What a new list begins with: what the address says, e-mail, marketing and a tenth held out unless it says otherwise. */
export function beginList(url: URL): ListForm {
	const params = new URLSearchParams(url.searchParams);
	for (const segment of params.getAll('segment')) params.append('segments', segment);
	const { texts, picked } = readListForm(params);
	const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
	const usual = { channel: 'email', purpose: 'marketing', holdout_share: USUAL_HOLDOUT };
	return { texts: { ...texts, ...usual, ...said, seed: String(randomInt(LARGEST_SEED)) }, picked };
}

/** Counts what a form describes, as it is now, or says what is wrong with it; nothing is written. */
export async function countForm(
	snapshot: RequestSnapshot,
	form: ListForm,
	listId: string | null,
): Promise<{ readonly count: ListCount } | { readonly issues: readonly FieldIssue[] }> {
	const db = await records();
	try {
		const definition = readDefinition(definitionOfForm(form));
		return {
			count: await snapshot.read((warehouse) =>
				countList({ records: db, db: warehouse, gate: countingGate() }, { listId, definition }),
			),
		};
	} catch (error) {
		if (error instanceof InputError) return { issues: error.issues };
		throw error;
	}
}

/** A definition as it would be stored; as it was typed where it cannot be. */
function storedText(definition: ListDefinitionInput): string {
	try {
		return JSON.stringify(readDefinition(definition));
	} catch (error) {
		if (error instanceof InputError) return JSON.stringify(definition);
		throw error;
	}
}

/** What a form says, and the same with its definition whole, to be compared with somebody else's. */
function inputOf(form: SentForm) {
	const { texts, picked } = readListForm({ get: (name) => form.values[name], getAll: (name) => form.all(name) });
	const seed = texts.seed === '' ? String(randomInt(LARGEST_SEED)) : (texts.seed ?? '');
	const definition = definitionOfForm({ texts: { ...texts, seed }, picked });
	const { name = '', description = '' } = texts;
	return {
		input: { name, description, definition },
		form: { ...form, values: { ...form.values, name, description, definition: storedText(definition) } },
	};
}

/** Makes a list from a form. */
export function addList(sent: SentForm): Saved {
	const { input, form } = inputOf(sent);
	return saveForm(form, (transaction, author) => createList(transaction, author, input));
}

/** Changes what a form says of a list. */
export function changeList(id: string, sent: SentForm): Saved {
	const { input, form } = inputOf(sent);
	const seen = { id, version: sent.version };
	return saveForm(form, (transaction, author) => updateList(transaction, author, seen, input));
}

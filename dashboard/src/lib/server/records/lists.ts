import type { ActionFailure } from '@sveltejs/kit';
import { countOf } from '#actions/count-list.ts';
import { evaluateList } from '#actions/evaluate-list.ts';
import type { Evaluation, ListQuestion } from '#actions/evaluate-list.ts';
import { listResult } from '#actions/list-result.ts';
import { leftOutRows, previewList } from '#actions/list-rows.ts';
import { withdrawnSince } from '#actions/withdrawn-since.ts';
import { historyOf } from '#records/changes/history.ts';
import type { Records } from '#records/database.ts';
import { listExports } from '#records/exports.ts';
import { countMembers } from '#records/marketing/list-members.ts';
import { allLists, lastExportByList, listById } from '#records/marketing/list-read.ts';
import { deleteList } from '#records/marketing/lists.ts';
import { LEFT_OUT_REASONS } from '#records/schema/lists.ts';
import type { LeftOutReason } from '#records/schema/lists.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { readListChoices } from './list-editing.ts';
import { countingGate, countLists } from './list-counts.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

const LEFT_OUT_PER_PAGE = 15;
const PREVIEWED = 10;
const EXPORTS_SHOWN = 20;
/** Of files before these it is not told who has withdrawn since: they should be gone by then. */
const EXPORTS_WATCHED = 3;
export const RESULT_WINDOWS = [14, 30, 60, 90] as const;
const USUAL_WINDOW = 30;

/** Every list, counted as it is now. */
export async function readLists(snapshot: RequestSnapshot) {
	const db = await records();
	const lists = await allLists(db);
	const counts = await countLists(snapshot, db, lists);
	const exports = await lastExportByList(db);
	return lists.map(({ list_id, name, definition }) => ({
		list_id,
		name,
		channel: definition.channel,
		purpose: definition.purpose,
		matching: counts.get(list_id)?.matching ?? 0,
		recipients: counts.get(list_id)?.recipients ?? 0,
		lastExport: exports.get(list_id) ?? null,
	}));
}

function reasonOf(url: URL): LeftOutReason | null {
	const asked = url.searchParams.get('left');
	return LEFT_OUT_REASONS.find((reason) => reason === asked) ?? null;
}

function pageOf(url: URL, pages: number): number {
	const asked = Number(url.searchParams.get('page') ?? '1');
	return Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
}

/** A page of those whom the address asks for: the customers behind a reason; null where it asks for none. */
async function readLeftOut(stores: Parameters<typeof leftOutRows>[0], evaluation: Evaluation, url: URL) {
	const reason = reasonOf(url);
	const total = evaluation.reasons.find((each) => each.reason === reason)?.rows ?? 0;
	if (reason === null) return null;
	const pages = Math.max(1, Math.ceil(total / LEFT_OUT_PER_PAGE));
	const page = pageOf(url, pages);
	const offset = (page - 1) * LEFT_OUT_PER_PAGE;
	return {
		reason,
		total,
		page,
		pages,
		rows: await leftOutRows(stores, evaluation, reason, { limit: LEFT_OUT_PER_PAGE, offset }),
	};
}

async function readExports(db: Records, listId: string) {
	const exports = await listExports(db, EXPORTS_SHOWN, listId);
	const withdrawn: number[] = [];
	for (const file of exports.slice(0, EXPORTS_WATCHED)) withdrawn.push(await withdrawnSince(db, file));
	return exports.map((file, place) => ({
		export_id: file.export_id,
		exported_at: file.exported_at,
		user_name: file.user_name ?? file.user_id,
		channel: file.channel,
		purpose: file.purpose,
		format: file.format,
		rows: file.rows,
		sha256: file.sha256,
		snapshot_id: file.snapshot_id,
		columns: JSON.parse(file.columns ?? '[]') as string[],
		excluded: JSON.parse(file.excluded ?? '[]') as { reason: LeftOutReason; rows: number }[],
		withdrawn: withdrawn[place] ?? 0,
	}));
}

function windowOf(url: URL): number {
	return RESULT_WINDOWS.find((days) => String(days) === url.searchParams.get('window')) ?? USUAL_WINDOW;
}

/** A list with everything that stands on its page, as it is now; null when there is none. */
export async function readListPage(snapshot: RequestSnapshot, listId: string, url: URL) {
	const db = await records();
	const list = await listById(db, listId);
	if (list === null) return null;
	const question: ListQuestion = { listId, definition: list.definition };
	const looked = await snapshot.read(async (warehouse) => {
		const stores = { records: db, db: warehouse, gate: countingGate() };
		const evaluation = await evaluateList(stores, question);
		return {
			count: countOf(evaluation, question),
			leftOut: await readLeftOut(stores, evaluation, url),
			preview: await previewList(stores, evaluation, question, PREVIEWED),
			result: await listResult(stores, listId, windowOf(url)),
		};
	});
	return {
		list,
		...looked,
		drawn: await countMembers(db, listId),
		exports: await readExports(db, listId),
		history: await historyOf(db, 'lists', listId),
		choices: await readListChoices(snapshot, listId),
	};
}

export type ListPage = NonNullable<Awaited<ReturnType<typeof readListPage>>>;

/** Deletes a list. */
export function removeList(
	id: string,
	form: SentForm,
): Promise<{ batchId: string; result: unknown } | ActionFailure<FormAnswer>> {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => deleteList(transaction, author, seen), 'delete');
}

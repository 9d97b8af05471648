import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { deleteWhere } from '../changes/delete-where.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import { untagAll } from '../people/tags.ts';
import { searchTextOf } from '../values/search-text.ts';
import { topOfStage } from './board-position.ts';
import { dealAmount } from './deal-amount.ts';
import { dealInput } from './deal-input.ts';
import type { DealInput, DealValues } from './deal-input.ts';
import { linesOfDeal, requireLines, saveLines } from './deal-lines.ts';
import { noteStage } from './stage-events.ts';
import { requireStage } from './stages.ts';
import type { Stage } from './stages.ts';

export type Deal = RecordRow<'deals'>;

/** Where a new deal begins and where it came from. */
export interface DealStart {
	/** The stage it begins in; the first open one of the first sales pipeline, unless told. */
	readonly stageId?: string | null;
	/** When it was won or lost, where it begins so; now, unless told. */
	readonly closedAt?: string | null;
	readonly leadId?: string | null;
	readonly createdAt?: string | undefined;
}

async function firstStage(transaction: RecordsTransaction): Promise<Stage> {
	const stage = await transaction
		.selectFrom('stages')
		.innerJoin('sales_pipelines', 'sales_pipelines.sales_pipeline_id', 'stages.sales_pipeline_id')
		.selectAll('stages')
		.where('stages.deleted_at', 'is', null)
		.where('sales_pipelines.deleted_at', 'is', null)
		.where('stages.outcome', '=', 'open')
		.orderBy('sales_pipelines.position')
		.orderBy('stages.position')
		.executeTakeFirst();
	if (stage === undefined) throw new InputError([issue('stage_id', 'required')]);
	return stage;
}

async function requireFit(transaction: RecordsTransaction, values: DealValues, ownId: string | null): Promise<void> {
	await requireReferences(
		transaction,
		[
			['company_id', 'companies', values.company_id],
			['contact_id', 'contacts', values.contact_id],
			['owner_id', 'users', values.owner_id],
			['campaign_id', 'campaigns', values.campaign_id],
		],
		{ table: 'deals', column: 'deal_id', id: ownId },
	);
	await requireFreeKey(transaction, 'deals', values.external_key, ownId);
	await requireLines(transaction, ownId, values.lines ?? []);
}

function searchText(deal: Pick<Deal, 'name' | 'next_step' | 'external_key'>): string {
	return searchTextOf([deal.name, deal.next_step, deal.external_key]);
}

/**
 * Makes a deal in a stage, at the top of its column, with its lines; its amount is theirs where it has any.
 * @param input `opened_on` is the day in UTC, unless told: pass the company's
 * @throws InputError with everything that is wrong
 */
export async function createDeal(
	transaction: RecordsTransaction,
	author: Author,
	input: DealInput,
	start: DealStart = {},
): Promise<Deal> {
	const { lines = [], ...values } = parseInput(dealInput, input);
	requireFields(values, ['name', 'currency']);
	await requireFit(transaction, { ...values, lines }, null);
	const stage = await (typeof start.stageId !== 'string'
		? firstStage(transaction)
		: requireStage(transaction, start.stageId));
	const at = instantOfAct(author);
	const priced = lines.map((line) => ({ ...line, discount: line.discount ?? '0' }));
	const name = values.name ?? '';
	const closedAt = stage.outcome === 'open' ? null : (start.closedAt ?? at);
	const deal = await createRecord(
		transaction,
		author,
		'deals',
		{
			...values,
			name,
			currency: values.currency ?? '',
			sales_pipeline_id: stage.sales_pipeline_id,
			stage_id: stage.stage_id,
			stage_changed_at: closedAt ?? at,
			board_position: await topOfStage(transaction, stage.stage_id),
			amount: dealAmount(priced) ?? values.amount ?? null,
			opened_on: values.opened_on ?? at.slice(0, 10),
			closed_at: closedAt,
			loss_reason: stage.outcome === 'lost' ? (values.loss_reason ?? null) : null,
			lead_id: start.leadId ?? null,
			search_text: searchText(merge({ name, next_step: null, external_key: null }, values)),
		},
		{ createdAt: start.createdAt },
	);
	await saveLines(transaction, author, deal.deal_id, [], lines);
	await noteStage(transaction, author, deal, null);
	return deal;
}

/**
 * Changes what is given of a deal, and its lines where they are given; its amount follows them. Its stage is changed by
 * `moveDeal`.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateDeal(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: DealInput,
): Promise<Deal> {
	const { lines, ...values } = parseInput(dealInput, input);
	await requireFit(transaction, { ...values, lines }, seen.id);
	const row = await rowOf(transaction, 'deals', seen.id);
	if (row === null) throw new RecordNotFoundError('deals', seen.id);
	const existing = await linesOfDeal(transaction, seen.id);
	const priced = lines?.map((line) => ({ ...line, discount: line.discount ?? '0' })) ?? existing;
	const columns = {
		...values,
		amount: dealAmount(priced) ?? values.amount,
		loss_reason: row.closed_at === null ? undefined : values.loss_reason,
		search_text: searchText(merge(row, values)),
	};
	const deal = await updateRecord(transaction, author, 'deals', seen, columns);
	const areLinesChanged = lines !== undefined && (await saveLines(transaction, author, seen.id, existing, lines));
	if (!areLinesChanged || deal.version !== row.version) return deal;
	return updateRecord(transaction, author, 'deals', { id: seen.id, version: 'current' }, {}, { touch: true });
}

/** Deletes a deal with its lines and tags. */
export async function deleteDeal(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'deals', seen);
	await deleteWhere(transaction, author, 'deal_lines', 'deal_id', seen.id);
	await untagAll(transaction, author, { type: 'deal', id: seen.id });
}

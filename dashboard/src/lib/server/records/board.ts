import { bulkEdit } from '#records/bulk-edit.ts';
import { readBoard } from '#records/sales/board.ts';
import type { DealRow } from '#records/sales/deal-list.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import { positionBetween } from '#records/sales/board-position.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { listSalesPipelines } from '#records/sales/sales-pipelines.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import { editTicked } from './bulk.ts';
import type { TickedAnswer } from './bulk.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';
import { currentUserId } from './user.ts';

/** Closed deals stay on the board for so long; the table has them all. */
const CLOSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A deal as its card on the board shows it. */
export interface BoardCard extends Pick<
	DealRow,
	| 'deal_id'
	| 'version'
	| 'name'
	| 'company_name'
	| 'contact_name'
	| 'owner_name'
	| 'amount'
	| 'currency'
	| 'expected_close_on'
	| 'board_position'
	| 'stage_changed_at'
	| 'expected_days'
> {
	readonly stage_id: string;
}

/** The sales pipelines with their stages; a board shows one of them. */
export async function salesPipelines() {
	const pipelines = await listSalesPipelines(await records());
	return pipelines.map(({ sales_pipeline_id, name, stages }) => ({
		id: sales_pipeline_id,
		name,
		stages: stages.map(({ stage_id, name: stage, outcome }) => ({ id: stage_id, name: stage, outcome })),
	}));
}

function cardOf(row: DealRow): BoardCard {
	const { deal_id, version, name, company_name, contact_name, owner_name, amount, currency, stage_id } = row;
	const { expected_close_on, board_position, stage_changed_at, expected_days } = row;
	return {
		deal_id,
		version,
		name,
		company_name,
		contact_name,
		owner_name,
		amount,
		currency,
		stage_id,
		expected_close_on,
		board_position,
		stage_changed_at,
		expected_days,
	};
}

/** The board of a sales pipeline as it is now, with all deals or one owner's. */
export async function readSalesBoard(pipelineId: string, ownerId: string | undefined) {
	const closedSince = new Date(Date.now() - CLOSED_DAYS * DAY_MS).toISOString();
	const columns = await readBoard(await records(), pipelineId, { ownerId, closedSince });
	return columns.map(({ stage, deals, totals, rows }) => ({
		id: stage.stage_id,
		name: stage.name,
		outcome: stage.outcome,
		deals,
		totals,
		cards: rows.map(cardOf),
	}));
}

/** A page of deals as its address asks for it, and what it can be filtered by. */
export async function listDealsPage(state: ListState) {
	const list = await readListPage(await records(), state, listDeals, {
		ownerIds: picked(state, 'owner_id'),
		stageIds: picked(state, 'stage_id'),
	});
	return { ...list, owners: await ownerOptions() };
}

function positionOf(text: string | undefined): number | null {
	return text === undefined || text === '' ? null : Number(text);
}

/** Moves a deal to a stage and, where the form names its neighbours there, to a place between them. */
export function moveOnBoard(form: SentForm) {
	const { id = '', stage_id = '', loss_reason = '', above, below } = form.values;
	const isPlaced = above !== undefined || below !== undefined;
	const boardPosition = isPlaced ? positionBetween(positionOf(above), positionOf(below)) : undefined;
	const lossReason = loss_reason === '' ? null : loss_reason;
	return saveForm(form, (transaction, author) =>
		moveDeal(transaction, author, { id, version: form.version }, { stageId: stage_id, boardPosition, lossReason }),
	);
}

/** Moves all ticked deals to a stage, or sets their other fields, or deletes them. */
export async function editTickedDeals(form: SentForm): Promise<TickedAnswer> {
	const stageId = form.values.stage_id ?? '';
	if (form.values.do !== 'set' || stageId === '') return editTicked(form, 'deal', ['owner_id', 'expected_close_on']);
	const seen = [...new Set(form.all('id'))].map((id) => ({ id, version: 'current' as const }));
	const change = { kind: 'stage', stageId, lossReason: form.values.loss_reason ?? null } as const;
	const { batchId, results } = await bulkEdit(await records(), currentUserId(), 'deal', seen, change);
	return {
		batchId,
		changed: results.filter(({ outcome }) => outcome === 'changed').length,
		refused: results.filter(({ outcome }) => outcome !== 'changed' && outcome !== 'unchanged').length,
	};
}

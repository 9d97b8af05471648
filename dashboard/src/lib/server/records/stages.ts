import { InputError, issue } from '#records/input/issues.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import {
	createSalesPipeline,
	deleteSalesPipeline,
	listSalesPipelines,
	renameSalesPipeline,
} from '#records/sales/sales-pipelines.ts';
import type { Stage, StageInput } from '#records/sales/stages.ts';
import { createStage, deleteStage, reorderStages, requireStage, stagesOf, updateStage } from '#records/sales/stages.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { m } from '#lib/paraglide/messages.js';
import { shareOfPercent } from '#lib/records/typed-decimal.ts';
import { records } from '../records.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

/** The sales pipelines with their stages in order, and how many deals are in each. */
export async function readStagesPage() {
	const db = await records();
	const pipelines = await listSalesPipelines(db);
	return Promise.all(
		pipelines.map(async ({ sales_pipeline_id, name, version, stages }) => ({
			id: sales_pipeline_id,
			name,
			version,
			stages: await Promise.all(
				stages.map(async (stage) => ({
					...stage,
					deals: (await listDeals(db, { filters: { stageIds: [stage.stage_id] }, pageSize: 1 })).total,
				})),
			),
		})),
	);
}

export type StagesPipeline = Awaited<ReturnType<typeof readStagesPage>>[number];
export type StageWithDeals = StagesPipeline['stages'][number];

const STAGE_FIELDS = ['name', 'outcome', 'probability', 'expected_days'] as const;

/** A form's stage with its probability as a share, as it is stored. */
function withShare(form: SentForm): SentForm {
	const { probability, ...values } = form.values;
	return probability === undefined
		? form
		: { ...form, values: { ...values, probability: shareOfPercent(probability) } };
}

function stageInput({ values }: SentForm): StageInput {
	return Object.fromEntries(
		STAGE_FIELDS.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])),
	);
}

/** Makes a stage of the pipeline that a form names. */
export function addStage(typed: SentForm) {
	const form = withShare(typed);
	const pipelineId = form.values.pipeline ?? '';
	return saveForm(
		form,
		(transaction, author) => createStage(transaction, author, pipelineId, stageInput(form)),
		`add:${pipelineId}`,
	);
}

/** Changes what a form says of a stage. */
export function changeStage(typed: SentForm) {
	const form = withShare(typed);
	const id = form.values.id ?? '';
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => updateStage(transaction, author, seen, stageInput(form)), id);
}

async function neighbourOf(transaction: RecordsTransaction, stage: Stage, step: -1 | 1) {
	const stages = await stagesOf(transaction, stage.sales_pipeline_id);
	const ids = stages.map(({ stage_id }) => stage_id);
	const at = ids.indexOf(stage.stage_id);
	const other = stages[at + step];
	// Open stages stay before those that are won or lost.
	if (other?.outcome !== stage.outcome) throw new InputError([issue('position', 'not_allowed')]);
	return ids.with(at, other.stage_id).with(at + step, stage.stage_id);
}

/** Moves a stage one place up (−1) or down (1) among those of its outcome. */
export function shiftStage(form: SentForm, step: -1 | 1) {
	const id = form.values.id ?? '';
	return saveForm(
		form,
		async (transaction, author) => {
			const stage = await requireStage(transaction, id);
			const order = await neighbourOf(transaction, stage, step);
			await reorderStages(transaction, author, stage.sales_pipeline_id, order);
		},
		id,
	);
}

/** Deletes a stage that no deal is in. */
export function removeStage(form: SentForm) {
	const id = form.values.id ?? '';
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => deleteStage(transaction, author, seen), id);
}

/** Makes a sales pipeline with a stage for each outcome, named in the reader's language. */
export function addPipeline(form: SentForm) {
	const names = { open: m.deals_first_stage(), won: m.deals_outcome_won(), lost: m.deals_outcome_lost() };
	return saveForm(
		form,
		(transaction, author) => createSalesPipeline(transaction, author, form.values.name ?? '', names),
		'pipeline',
	);
}

/** Gives a sales pipeline another name. */
export function changePipeline(form: SentForm) {
	const id = form.values.id ?? '';
	const seen = { id, version: form.version };
	return saveForm(
		form,
		(transaction, author) => renameSalesPipeline(transaction, author, seen, form.values.name ?? ''),
		id,
	);
}

/** Deletes a sales pipeline that no deal is in; the last one stays. */
export function removePipeline(form: SentForm) {
	const id = form.values.id ?? '';
	return saveForm(
		form,
		async (transaction, author) => {
			const pipelines = await listSalesPipelines(transaction);
			if (pipelines.length < 2) throw new InputError([issue('sales_pipeline_id', 'not_allowed')]);
			await deleteSalesPipeline(transaction, author, { id, version: form.version });
		},
		id,
	);
}

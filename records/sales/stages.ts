import * as v from 'valibot';
import type { Author } from '../changes/act.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { optional, required } from '../input/fields.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { integer, oneOf, share, text } from '../input/readers.ts';
import { requireReferences } from '../input/references.ts';
import type { DealOutcome } from '../schema/sales.ts';

export type Stage = RecordRow<'stages'>;

const OUTCOMES = ['open', 'won', 'lost'] as const satisfies DealOutcome[];

/** What can be typed in for a stage; a new one needs a name and an outcome, an open one a probability too. */
const stageInput = v.partial(
	v.strictObject({
		name: required(text(60)),
		outcome: required(oneOf(OUTCOMES)),
		probability: required(share),
		expected_days: optional(integer(1, 3650)),
	}),
);

export type StageInput = v.InferInput<typeof stageInput>;

/** Won is certain and lost is certain: only an open stage has a probability of its own. */
function probabilityOf(outcome: DealOutcome, probability: number | undefined): number | undefined {
	return outcome === 'open' ? probability : outcome === 'won' ? 1 : 0;
}

/** The stages of a sales pipeline in their order. */
export async function stagesOf(records: Records, salesPipelineId: string): Promise<Stage[]> {
	return records
		.selectFrom('stages')
		.selectAll()
		.where('sales_pipeline_id', '=', salesPipelineId)
		.where('deleted_at', 'is', null)
		.orderBy('position')
		.orderBy('stage_id')
		.execute();
}

/**
 * The stage of an id.
 * @throws InputError (`not_found`) when there is none
 */
export async function requireStage(records: Records, stageId: string): Promise<Stage> {
	const stage = await rowOf(records, 'stages', stageId);
	if (stage?.deleted_at !== null) throw new InputError([issue('stage_id', 'not_found', { id: stageId })]);
	return stage;
}

async function dealsIn(transaction: RecordsTransaction, stageId: string): Promise<number> {
	const deals = await transaction
		.selectFrom('deals')
		.select((build) => build.fn.countAll<number>().as('count'))
		.where('stage_id', '=', stageId)
		.where('deleted_at', 'is', null)
		.executeTakeFirstOrThrow();
	return deals.count;
}

/** Asks that the pipeline has another stage of an outcome: deals must be able to begin, to be won and to be lost. */
async function requireAnother(transaction: RecordsTransaction, stage: Stage): Promise<void> {
	const stages = await stagesOf(transaction, stage.sales_pipeline_id);
	const others = stages.filter(({ stage_id, outcome }) => stage_id !== stage.stage_id && outcome === stage.outcome);
	if (others.length === 0) throw new InputError([issue('outcome', 'required', { outcome: stage.outcome })]);
}

/**
 * Makes a stage, the last of its outcome's: open ones stand before won and lost.
 * @throws InputError with everything that is wrong
 */
export async function createStage(
	transaction: RecordsTransaction,
	author: Author,
	salesPipelineId: string,
	input: StageInput,
): Promise<Stage> {
	const values = parseInput(stageInput, input);
	requireFields(values, values.outcome === 'open' ? ['name', 'outcome', 'probability'] : ['name', 'outcome']);
	await requireReferences(transaction, [['sales_pipeline_id', 'sales_pipelines', salesPipelineId]]);
	const outcome = values.outcome ?? 'open';
	const stages = await stagesOf(transaction, salesPipelineId);
	const stage = await createRecord(transaction, author, 'stages', {
		sales_pipeline_id: salesPipelineId,
		name: values.name ?? '',
		position: stages.length + 1,
		outcome,
		probability: probabilityOf(outcome, values.probability) ?? 0,
		expected_days: values.expected_days,
	});
	const before = stages.findLastIndex((other) => other.outcome === outcome) + 1;
	const ids = stages.map(({ stage_id }) => stage_id).toSpliced(before, 0, stage.stage_id);
	await reorderStages(transaction, author, salesPipelineId, ids);
	return (await rowOf(transaction, 'stages', stage.stage_id)) ?? stage;
}

/**
 * Changes what is given of a stage. Its outcome can change while no deal is in it.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateStage(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: StageInput,
): Promise<Stage> {
	const values = parseInput(stageInput, input);
	const row = await rowOf(transaction, 'stages', seen.id);
	if (row === null) throw new RecordNotFoundError('stages', seen.id);
	const outcome = values.outcome ?? row.outcome;
	if (outcome !== row.outcome) {
		const deals = await dealsIn(transaction, seen.id);
		if (deals > 0) throw new InputError([issue('outcome', 'in_use', { deals })]);
		await requireAnother(transaction, row);
	}
	const probability = probabilityOf(outcome, values.probability);
	return updateRecord(transaction, author, 'stages', seen, { ...values, probability });
}

/**
 * Puts the stages of a sales pipeline in an order.
 * @throws InputError when the ids are not those of its stages, each once
 */
export async function reorderStages(
	transaction: RecordsTransaction,
	author: Author,
	salesPipelineId: string,
	stageIds: readonly string[],
): Promise<void> {
	const stages = await stagesOf(transaction, salesPipelineId);
	const known = new Set(stages.map(({ stage_id }) => stage_id));
	const isWhole = stageIds.length === known.size && new Set(stageIds).size === known.size;
	if (!isWhole || stageIds.some((id) => !known.has(id))) throw new InputError([issue('position', 'invalid')]);
	for (const [index, id] of stageIds.entries()) {
		await updateRecord(transaction, author, 'stages', { id, version: 'current' }, { position: index + 1 });
	}
}

/**
 * Deletes a stage.
 * @throws InputError (`in_use`, with how many) when deals are in it, (`required`) when it is the last of its outcome
 * @throws StaleRecordError when somebody changed it since it was seen
 */
export async function deleteStage(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	const deals = await dealsIn(transaction, seen.id);
	if (deals > 0) throw new InputError([issue('stage_id', 'in_use', { deals })]);
	const row = await rowOf(transaction, 'stages', seen.id);
	if (row !== null) await requireAnother(transaction, row);
	await deleteRecord(transaction, author, 'stages', seen);
}

import * as v from 'valibot';
import type { Author } from '../changes/act.ts';
import { deleteWhere } from '../changes/delete-where.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { required } from '../input/fields.ts';
import { InputError, issue, parseInput } from '../input/issues.ts';
import { text } from '../input/readers.ts';
import type { Stage } from './stages.ts';

export type SalesPipeline = RecordRow<'sales_pipelines'>;

const pipelineInput = v.strictObject({ name: required(text(80)) });

/** The sales pipelines in their order, each with its stages in theirs. */
export async function listSalesPipelines(
	records: Records,
): Promise<(SalesPipeline & { readonly stages: readonly Stage[] })[]> {
	const stages = await records
		.selectFrom('stages')
		.selectAll()
		.where('deleted_at', 'is', null)
		.orderBy('position')
		.orderBy('stage_id')
		.execute();
	const pipelines = await records
		.selectFrom('sales_pipelines')
		.selectAll()
		.where('deleted_at', 'is', null)
		.orderBy('position')
		.orderBy('sales_pipeline_id')
		.execute();
	return pipelines.map((pipeline) => ({
		...pipeline,
		stages: stages.filter(({ sales_pipeline_id }) => sales_pipeline_id === pipeline.sales_pipeline_id),
	}));
}

/**
 * Makes a sales pipeline, the last one, with a stage for each outcome to begin with.
 * @param stageNames what those stages are called, in the language of whoever makes it
 * @throws InputError when a name is empty or too long
 */
export async function createSalesPipeline(
	transaction: RecordsTransaction,
	author: Author,
	typedName: string,
	stageNames: Readonly<Record<'open' | 'won' | 'lost', string>>,
): Promise<SalesPipeline> {
	const { name } = parseInput(pipelineInput, { name: typedName });
	const last = await transaction
		.selectFrom('sales_pipelines')
		.select((build) => build.fn.max('position').as('position'))
		.executeTakeFirst();
	const position = (last?.position ?? 0) + 1;
	const pipeline = await createRecord(transaction, author, 'sales_pipelines', { name, position });
	const { sales_pipeline_id } = pipeline;
	const stages = [
		{ name: stageNames.open, position: 1, outcome: 'open', probability: 0.1 },
		{ name: stageNames.won, position: 2, outcome: 'won', probability: 1 },
		{ name: stageNames.lost, position: 3, outcome: 'lost', probability: 0 },
	] as const;
	for (const stage of stages) await createRecord(transaction, author, 'stages', { sales_pipeline_id, ...stage });
	return pipeline;
}

/** Gives a sales pipeline another name. */
export async function renameSalesPipeline(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	typedName: string,
): Promise<SalesPipeline> {
	return updateRecord(transaction, author, 'sales_pipelines', seen, parseInput(pipelineInput, { name: typedName }));
}

/**
 * Deletes a sales pipeline with its stages.
 * @throws InputError (`in_use`, with how many) when deals are in it
 */
export async function deleteSalesPipeline(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
): Promise<void> {
	const deals = await transaction
		.selectFrom('deals')
		.select((build) => build.fn.countAll<number>().as('count'))
		.where('sales_pipeline_id', '=', seen.id)
		.where('deleted_at', 'is', null)
		.executeTakeFirstOrThrow();
	if (deals.count > 0) throw new InputError([issue('sales_pipeline_id', 'in_use', { deals: deals.count })]);
	await deleteRecord(transaction, author, 'sales_pipelines', seen);
	await deleteWhere(transaction, author, 'stages', 'sales_pipeline_id', seen.id);
}

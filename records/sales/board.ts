import { sql } from 'kysely';
import type { Records } from '../database.ts';
import { dealRows } from './deal-list.ts';
import type { DealRow } from './deal-list.ts';
import { stagesOf } from './stages.ts';
import type { Stage } from './stages.ts';

export interface BoardTotal {
	readonly currency: string;
	readonly deals: number;
	/** The sum of their amounts, rounded to cents; deals without one count as nothing. */
	readonly amount: number;
}

export interface BoardColumn {
	readonly stage: Stage;
	/** How many deals there are, shown or not. */
	readonly deals: number;
	/** One for each currency, the largest first. */
	readonly totals: readonly BoardTotal[];
	/** The first of them from the top. */
	readonly rows: readonly DealRow[];
}

export interface BoardOptions {
	/** How many deals a column shows; 50 unless told. */
	readonly perStage?: number | undefined;
	readonly ownerId?: string | undefined;
	/** Columns that are won or lost show and count only what was closed since this instant. */
	readonly closedSince?: string | undefined;
}

function shownSql(salesPipelineId: string, { ownerId, closedSince }: BoardOptions) {
	return sql.join(
		[
			sql`deleted_at is null and sales_pipeline_id = ${salesPipelineId}`,
			...(ownerId === undefined ? [] : [sql`owner_id = ${ownerId}`]),
			...(closedSince === undefined ? [] : [sql`(closed_at is null or closed_at >= ${closedSince})`]),
		],
		sql` and `,
	);
}

/** The board of a sales pipeline: its stages as columns, each with its first deals and what all of them come to. */
export async function readBoard(
	records: Records,
	salesPipelineId: string,
	options: BoardOptions = {},
): Promise<BoardColumn[]> {
	const stages = await stagesOf(records, salesPipelineId);
	const shown = shownSql(salesPipelineId, options);
	const totals = await sql<BoardTotal & { stage_id: string }>`
		select stage_id, currency, count(*) as deals, round(coalesce(sum(cast(amount as real)), 0), 2) as amount
		from deals where ${shown} group by stage_id, currency order by amount desc, currency`.execute(records);
	const columns = [];
	for (const stage of stages) {
		const { rows: first } = await sql<{ deal_id: string }>`
			select deal_id from deals where ${shown} and stage_id = ${stage.stage_id}
			order by board_position, deal_id limit ${options.perStage ?? 50}`.execute(records);
		const ofStage = totals.rows.filter(({ stage_id }) => stage_id === stage.stage_id);
		columns.push({
			stage,
			deals: ofStage.reduce((sum, { deals }) => sum + deals, 0),
			totals: ofStage.map(({ currency, deals, amount }) => ({ currency, deals, amount })),
			rows: await dealRows(
				records,
				first.map(({ deal_id }) => deal_id),
			),
		});
	}
	return columns;
}

import type { Records } from '../database.ts';

/** The place above all deals of a stage. */
export async function topOfStage(records: Records, stageId: string): Promise<number> {
	const top = await records
		.selectFrom('deals')
		.select((build) => build.fn.min('board_position').as('position'))
		.where('stage_id', '=', stageId)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return (top?.position ?? 1) - 1;
}

/** A place between two neighbours of a column of the board; null for the end of it. */
export function positionBetween(above: number | null, below: number | null): number {
	if (above === null) return below === null ? 0 : below - 1;
	return below === null ? above + 1 : (above + below) / 2;
}

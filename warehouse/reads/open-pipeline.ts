import type { Connection } from '../database.ts';
import type { Slice } from '../metrics/request.ts';
import { readFigures } from './figures.ts';
import type { Scope } from './scope.ts';

/** Open deals that are expected to close in one month, in base currency. */
export interface PipelineMonth {
	/** First day of the month; null for deals without an expected close. */
	readonly month: string | null;
	/** Their expected close lies before the analysis date: the running month may have a row of both kinds. */
	readonly is_overdue: boolean;
	readonly open_deals: number;
	readonly open_pipeline: number;
	readonly weighted_pipeline: number;
}

/**
 * The open pipeline as of the snapshot by month of expected close: overdue months first, what has no expected close last.
 * @param scope its days do not matter, for what is open is open; filtered by what `filterableBy('sales')` gives
 */
export async function pipelineByMonth(
	db: Connection,
	{ facts, filter }: Pick<Scope, 'facts' | 'filter'>,
): Promise<PipelineMonth[]> {
	const slice: Slice = { by: ['is_overdue'], grain: 'month', from: null, to: null, filter };
	const found = await readFigures(db, ['open_deals', 'open_pipeline', 'weighted_pipeline'], slice, facts);
	const months = found.map(({ group, values }) => ({
		month: typeof group.month === 'string' ? group.month : null,
		is_overdue: group.is_overdue === true,
		open_deals: values.open_deals ?? 0,
		open_pipeline: values.open_pipeline ?? 0,
		weighted_pipeline: values.weighted_pipeline ?? 0,
	}));
	const place = ({ month, is_overdue }: PipelineMonth): string => `${month ?? '9999'} ${is_overdue ? 0 : 1}`;
	return months.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

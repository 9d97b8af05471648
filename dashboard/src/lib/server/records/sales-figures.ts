import { RequestError } from '#warehouse/metrics/request-error.ts';
import { figuresOverTime } from '#warehouse/reads/figures-over-time.ts';
import { filterableBy } from '#warehouse/reads/filter-options.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { pipelineByMonth } from '#warehouse/reads/open-pipeline.ts';
import { salesFunnel } from '#warehouse/reads/sales-funnel.ts';
import { salesBy } from '#warehouse/reads/sales-owners.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import type { Scope } from '#warehouse/reads/scope.ts';
import { readTiles } from '#warehouse/reads/tiles.ts';
import type { Connection } from '#warehouse/database.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { periodDays } from '#lib/filters/period.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import type { RequestSnapshot } from '../warehouse.ts';

const TILES = [
	'won_revenue',
	'win_rate',
	'open_pipeline',
	'weighted_pipeline',
	'modelled_pipeline',
	'average_deal_size',
	'sales_cycle_days',
	'deals_won',
	'lead_conversion_rate',
	'leads_created',
	'open_deals',
] as const satisfies readonly MetricId[];

/** A snapshot from before there were scores has no chances to model the pipeline by. */
async function tilesOf(db: Connection): Promise<readonly MetricId[]> {
	return (await hasScores(db)) ? TILES : TILES.filter((metric) => metric !== 'modelled_pipeline');
}

async function readAll(db: Connection, scope: Scope) {
	return {
		days: scope.days,
		tiles: await readTiles(db, scope, await tilesOf(db)),
		funnel: await salesFunnel(db, scope),
		months: await pipelineByMonth(db, scope),
		owners: await salesBy(db, 'owner', scope),
		won: await figuresOverTime(db, ['won_revenue'], scope),
	};
}

export type SalesFigures = Awaited<ReturnType<typeof readAll>>;

/** Funnel, pipeline, owners and won revenue of a period, as of the snapshot; null where a filter cannot be read. */
export async function readSalesFigures(snapshot: RequestSnapshot, state: ViewState): Promise<SalesFigures | null> {
	const { asOf, firstEventOn } = snapshot.facts;
	const period = periodDays(state.period, asOf, firstEventOn ?? asOf);
	const compare = state.compare === 'none' ? null : state.compare;
	const key = `sales figures ${JSON.stringify([state.period, state.compare])}`;
	try {
		return await snapshot.cached(key, async (db) =>
			readAll(db, await readScope(db, { period, compare, dimensions: filterableBy('sales') })),
		);
	} catch (error) {
		if (error instanceof RequestError) return null;
		throw error;
	}
}

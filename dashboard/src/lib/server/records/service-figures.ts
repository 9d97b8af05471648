import type { Connection } from '#warehouse/database.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import type { DimensionId } from '#warehouse/metrics/dimensions.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { figuresOverTime } from '#warehouse/reads/figures-over-time.ts';
import { readFigures } from '#warehouse/reads/figures.ts';
import { filterableBy, filterOptions } from '#warehouse/reads/filter-options.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import type { Scope } from '#warehouse/reads/scope.ts';
import { readTiles } from '#warehouse/reads/tiles.ts';
import { periodDays } from '#lib/filters/period.ts';
import type { Comparison, Period } from '#lib/filters/period.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import { filterChips, filterMenus } from '../filter-menus.ts';
import type { RequestSnapshot } from '../warehouse.ts';

const TILES = [
	'tickets_opened',
	'tickets_open',
	'first_response_minutes',
	'resolution_minutes',
	'csat',
] as const satisfies readonly MetricId[];

const OVER_TIME = [
	'tickets_opened',
	'tickets_resolved',
	'first_response_minutes',
	'resolution_minutes',
	'csat',
	'ratings',
] as const satisfies readonly MetricId[];

async function scopeOf(
	db: Connection,
	snapshot: RequestSnapshot,
	asked: { readonly period: Period; readonly compare: Comparison; readonly where: string },
): Promise<{ scope: Scope; problem: string | null }> {
	const { asOf, firstEventOn } = snapshot.facts;
	const period = periodDays(asked.period, asOf, firstEventOn ?? asOf);
	const compare = asked.compare === 'none' ? null : asked.compare;
	const dimensions = filterableBy('service');
	try {
		return { scope: await readScope(db, { period, compare, dimensions, where: asked.where }), problem: null };
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return { scope: await readScope(db, { period, compare, dimensions }), problem: error.message };
	}
}

async function readSheet(db: Connection, scope: Scope) {
	const { days, filter, facts } = scope;
	const [rated] = await readFigures(db, ['ratings'], { by: [], grain: null, ...days, filter }, facts);
	return { tiles: await readTiles(db, scope, TILES), ratings: rated?.values.ratings ?? 0, days };
}

export type ServiceSheet = Awaited<ReturnType<typeof readSheet>>;

/** The figures of service beside the queue: the last 30 days against the 30 before, as of the snapshot. */
export function readServiceSheet(snapshot: RequestSnapshot): Promise<ServiceSheet> {
	return snapshot.cached('service-sheet', async (db) => {
		const asked = { period: 'last-30-days', compare: 'previous', where: '' } as const;
		return readSheet(db, (await scopeOf(db, snapshot, asked)).scope);
	});
}

async function readGroups(db: Connection, { days, filter, facts }: Scope, dimension: DimensionId) {
	const found = await readFigures(db, OVER_TIME, { by: [dimension], grain: null, ...days, filter }, facts);
	return found
		.map(({ group, values }) => ({ value: group[dimension] === null ? null : String(group[dimension]), ...values }))
		.toSorted(
			(a, b) => (b.tickets_opened ?? 0) - (a.tickets_opened ?? 0) || (a.value ?? '').localeCompare(b.value ?? ''),
		);
}

export type ServiceGroup = Awaited<ReturnType<typeof readGroups>>[number];

async function readAll(db: Connection, snapshot: RequestSnapshot, state: ViewState) {
	const { scope, problem } = await scopeOf(db, snapshot, state);
	const options = await snapshot.cached('filter-options service', (other) => filterOptions(other, 'service'));
	return {
		...(await readSheet(db, scope)),
		where: scope.where,
		problem,
		overTime: await figuresOverTime(db, OVER_TIME, scope),
		owners: await readGroups(db, scope, 'owner'),
		types: await readGroups(db, scope, 'ticket_type'),
		filters: filterMenus(options, scope.filter),
		chips: filterChips(scope.filter),
	};
}

/** The figures of service over time, by owner and by what tickets are about. A filter that cannot be read is left out. */
export function readServiceFigures(snapshot: RequestSnapshot, state: ViewState) {
	const { period, compare, where } = state;
	const key = `service-figures ${JSON.stringify([period, compare, where])}`;
	return snapshot.cached(key, (db) => readAll(db, snapshot, state));
}

import type { Connection } from '#warehouse/database.ts';
import { listCustomers } from '#warehouse/reads/customers.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { scoreStates, segmentMovements, segmentProfiles } from '#warehouse/reads/segments.ts';
import type { SegmentMovement, SegmentProfile } from '#warehouse/reads/segments.ts';
import { daysBetween } from '#lib/filters/period.ts';
import { scoreState, segmentRank } from '#lib/scores/words.ts';
import type { ScoreState } from '#lib/scores/words.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** Customers shown of those with the most to lose, and movements shown of the largest. */
const SHOWN_CUSTOMERS = 8;
const SHOWN_FLOWS = 12;
/** The earlier day that is shown unless another one is asked for: the one nearest to four weeks ago. */
const USUAL_DAYS = 28;

/** A segment as the page shows it. */
export interface SegmentRow extends SegmentProfile {
	readonly segment: string;
	/** Of all buyers, and of all they brought; null where that is nothing. */
	readonly customers_share: number;
	readonly revenue_share: number | null;
	readonly mean_revenue: number;
	/** Customers who came and went since the day compared with; null where nothing is compared. */
	readonly came: number | null;
	readonly went: number | null;
}

/** Customers of a state without a figure. */
export interface UnscoredRow {
	readonly state: ScoreState;
	readonly customers: number;
	/** Net revenue of all time, in base currency. */
	readonly net_revenue: number;
}

const movesBetween = ({ from_segment, to_segment }: SegmentMovement): boolean => from_segment !== to_segment;

function sum<Row>(rows: readonly Row[], value: (row: Row) => number): number {
	return rows.reduce((total, row) => total + value(row), 0);
}

/** Segments that somebody is in or has left, the best first. */
function segmentRows(profiles: readonly SegmentProfile[], moves: readonly SegmentMovement[] | null): SegmentRow[] {
	const buyers = profiles.filter(
		(profile): profile is SegmentProfile & { segment: string } => profile.segment !== null,
	);
	const customers = sum(buyers, (row) => row.customers);
	const revenue = sum(buyers, (row) => row.net_revenue);
	const moved = moves?.filter(movesBetween) ?? null;
	return buyers
		.map((row) => ({
			...row,
			customers_share: row.customers / Math.max(1, customers),
			revenue_share: revenue > 0 ? row.net_revenue / revenue : null,
			mean_revenue: row.net_revenue / Math.max(1, row.customers),
			came: moved && sum(moved, (move) => (move.to_segment === row.segment ? move.customers : 0)),
			went: moved && sum(moved, (move) => (move.from_segment === row.segment ? move.customers : 0)),
		}))
		.sort((a, b) => segmentRank(a.segment) - segmentRank(b.segment));
}

async function unscoredRows(db: Connection): Promise<UnscoredRow[]> {
	const rows = new Map<ScoreState, UnscoredRow>();
	for (const { status, reason, customers, net_revenue } of await scoreStates(db)) {
		const state = scoreState(status, reason);
		if (state === 'scored') continue;
		const before = rows.get(state) ?? { state, customers: 0, net_revenue: 0 };
		rows.set(state, {
			state,
			customers: before.customers + customers,
			net_revenue: before.net_revenue + net_revenue,
		});
	}
	return [...rows.values()].sort((a, b) => b.net_revenue - a.net_revenue || b.customers - a.customers);
}

/** The day asked for, else the one nearest to four weeks ago; null where there is none. */
function dayComparedWith(days: readonly string[], wanted: string | null, asOf: string): string | null {
	if (wanted !== null && days.includes(wanted)) return wanted;
	const distance = (day: string): number => Math.abs(daysBetween(day, asOf) - USUAL_DAYS);
	return days.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

async function readAll(db: Connection, wanted: string | null, asOf: string) {
	if (!(await hasScores(db))) return null;
	const [profiles, movements] = [await segmentProfiles(db), await segmentMovements(db)];
	const days = [...new Set(movements.map(({ since_on }) => since_on))];
	const since = dayComparedWith(days, wanted, asOf);
	const moves = since === null ? null : movements.filter(({ since_on }) => since_on === since);
	const flows = (moves ?? []).filter(movesBetween);
	const atRisk = await listCustomers(db, {
		isScored: true,
		sort: 'value_at_risk',
		statuses: ['scored'],
		limit: SHOWN_CUSTOMERS,
	});
	return {
		days,
		since,
		segments: segmentRows(profiles, moves),
		flows: flows.slice(0, SHOWN_FLOWS),
		moved: sum(flows, (flow) => flow.customers),
		unscored: await unscoredRows(db),
		atRisk: atRisk.rows.filter(({ value_at_risk }) => (value_at_risk ?? 0) > 0),
	};
}

export type SegmentsPage = NonNullable<Awaited<ReturnType<typeof readAll>>>;

/**
 * The segments of a snapshot and who moved between them since an earlier day; null for a snapshot from before there were
 * scores.
 * @param wanted the day asked for; where nothing was noted on it, the one nearest to four weeks ago
 */
export function readSegments(snapshot: RequestSnapshot, wanted: string | null): Promise<SegmentsPage | null> {
	return snapshot.cached(`segments ${wanted ?? ''}`, (db) => readAll(db, wanted, snapshot.facts.asOf));
}

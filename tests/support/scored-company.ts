import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { reliabilityBins, expectedCalibrationError } from '#models/classification-evaluation/reliability.ts';
import { expectedPurchases } from '#models/purchase/predict-purchases.ts';
import { readCurrentSnapshot } from '#pipeline/read-snapshot.ts';
import { purchaseRows, QUARTER_DAYS, weeksAhead } from '#pipeline/score/customer-cut-offs.ts';
import { toDay } from '#pipeline/score/days.ts';
import type { CustomerValueParameters } from '#pipeline/score/predict-customers.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, rows, sql } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';

/** A demo company without records, whose last quarter its runs do not see. */
export interface ScoredCompany {
	readonly folder: string;
	readonly config: string;
	readonly asOf: string;
}

/** What scores said of a company, beside what is true of it. */
export interface ScoreTruth {
	/** The kind of purchase model that was chosen. */
	readonly kind: string;
	/** Expected calibration error of the chance to be there, against who is. */
	readonly calibrationError: number;
	/** Purchases expected of the next quarter, and those that came. */
	readonly expected: number;
	readonly came: number;
	/** How many of the buckets that came lie in the 80 % band, and how many there are. */
	readonly within: number;
	readonly buckets: number;
}

const UNTIL = '2026-10-14';

/** Writes a company, with a config whose analysis date leaves the last quarter of the files to come. */
export async function writeScoredCompany(folder: string, customers: number, seed: number): Promise<ScoredCompany> {
	const out = join(folder, `company-${seed}`);
	await writeCompany({ customers, seed, until: UNTIL, out });
	const asOf = Temporal.PlainDate.from(UNTIL)
		.subtract({ days: QUARTER_DAYS - 1 })
		.toString();
	const given = readFileSync(join(out, 'kundig.config.ts'), 'utf8');
	const config = join(out, 'scored.config.ts');
	writeFileSync(config, given.replace("records: './records.db',", `asOf: '${asOf}',`));
	return { folder: out, config, asOf };
}

/** Ids of the customers who had died by a day. */
function diedBefore(folder: string, day: string): ReadonlySet<string> {
	const [header = '', ...lines] = readFileSync(join(folder, 'truth_customers.csv'), 'utf8').trimEnd().split('\n');
	const names = header.split(',');
	const [id, died] = [names.indexOf('customer_id'), names.indexOf('died_on')];
	const dead = lines
		.map((line) => line.split(','))
		.filter((cells) => cells[died] !== '' && (cells[died] ?? '') < day)
		.map((cells) => cells[id] ?? '');
	return new Set(dead);
}

async function calibrationError(db: Connection, dead: ReadonlySet<string>): Promise<number> {
	const scored = await readColumns(
		db,
		sql`select customer_id, p_alive from customer_scores where p_alive is not null order by customer_id`,
	);
	const isAlive = Uint8Array.from(scored.texts('customer_id'), (id) => (dead.has(id ?? '') ? 0 : 1));
	return expectedCalibrationError(reliabilityBins(scored.doubles('p_alive'), isAlive));
}

/** What the model in use expects of the next quarter, by its parameters. */
async function nextQuarter(db: Connection, asOf: string): Promise<Pick<ScoreTruth, 'kind' | 'expected' | 'came'>> {
	const model = await row<{ kind: string; parameters: string }>(
		db,
		sql`select kind, parameters from models where model = 'customer-value'`,
	);
	const { purchases, clock, pace } = JSON.parse(model?.parameters ?? '{}') as CustomerValueParameters;
	const columns = await readColumns(
		db,
		sql`select
				(count(distinct ordered_on) filter (where ordered_on < ${asOf}::date) - 1)::double as x,
				min(ordered_on) as first_on,
				max(ordered_on) filter (where ordered_on < ${asOf}::date) as last_on,
				(count(distinct ordered_on) filter (
					where ordered_on >= ${asOf}::date and ordered_on < ${asOf}::date + ${QUARTER_DAYS}::integer))::double as came
			from fct_orders where order_kind = 'sale' and customer_id is not null
			group by customer_id having min(ordered_on) < ${asOf}::date order by customer_id`,
	);
	const nothing = new Float64Array(columns.rows);
	const cutOff = {
		rows: columns.rows,
		end: toDay(asOf) - 1,
		x: columns.doubles('x'),
		firstDay: columns.integers('first_on'),
		lastDay: columns.integers('last_on'),
		repeatMoney: nothing,
		nextPurchases: nothing,
	};
	const horizon = pace.quarter * weeksAhead(cutOff, QUARTER_DAYS, clock);
	const expected = expectedPurchases(purchases, purchaseRows(cutOff, clock), horizon);
	return { kind: model?.kind ?? '', expected: sum(expected), came: sum(columns.doubles('came')) };
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}

/** Weeks and months ahead that are over in the files, of all series. */
async function bandCoverage(db: Connection): Promise<{ within: number; buckets: number }> {
	const [found] = await rows<{ within: number; buckets: number }>(
		db,
		sql`with days as (
				select unnest([('total', null), ('country', country), ('category', category)]) as series, ordered_on, amount_base
				from rollup_order_lines_by_day where line_kind in ('sale', 'return')
			),
			ahead as (
				select *, (bucket + case grain when 'week' then interval 7 days else interval 1 month end)::date as ends_before
				from forecasts
			),
			came as (
				select any_value(lower80) as lower80, any_value(upper80) as upper80,
					coalesce(sum(amount_base)::double, 0) as actual
				from ahead left join days
					on (ahead.series, ahead.series_value) is not distinct from days.series
					and days.ordered_on >= ahead.bucket and days.ordered_on < ahead.ends_before
				where ahead.ends_before <= ${UNTIL}::date + 1
				group by ahead.series, ahead.series_value, ahead.grain, ahead.bucket
			)
			select count(*) filter (where actual between lower80 and upper80) as within, count(*) as buckets from came`,
	);
	return found ?? { within: 0, buckets: 0 };
}

/** Holds the scores of the snapshot in use against what is true of the company and what its files go on to tell. */
export async function scoreTruth(dataDir: string, { folder, asOf }: ScoredCompany): Promise<ScoreTruth> {
	return readCurrentSnapshot(dataDir, async (db) => ({
		...(await nextQuarter(db, asOf)),
		calibrationError: await calibrationError(db, diedBefore(folder, asOf)),
		...(await bandCoverage(db)),
	}));
}

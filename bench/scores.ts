import { join } from 'node:path';
import { loadavg } from 'node:os';
import type { RunReport } from '#pipeline/run-report.ts';
import { CUSTOMER_VALUE_MODEL } from '#pipeline/score/customer-value.ts';
import { readCutOff } from '#pipeline/score/customer-cut-offs.ts';
import { predictCustomers } from '#pipeline/score/predict-customers.ts';
import { writeCompany } from '#demo/company.ts';
import { openMemory } from '#warehouse/database.ts';
import { createPrediction } from '#warehouse/predictions.ts';
import { appendColumns } from '#warehouse/typed-columns.ts';
import { scoreTruth, writeScoredCompany } from '../tests/support/scored-company.ts';
import { inFolder, kundig } from './measure.ts';

const SEEDS = [1, 2, 3, 4, 5];
const CUSTOMERS = 5_000;
const MANY = 1_000_000;
const AS_OF = '2026-10-15';

function scoreSeconds(args: readonly string[]): number {
	const { steps } = kundig(args).answer as RunReport;
	return steps.find(({ name }) => name === 'score')?.seconds ?? 0;
}

/** The step in the demo's first run, in one that fits everything anew, and in one that finds everything as it was. */
async function measureStep(folder: string): Promise<void> {
	const out = join(folder, 'company');
	await writeCompany({ customers: CUSTOMERS, seed: 1, until: '2026-10-14', out });
	const run = ['run', '--data', join(folder, 'data'), '--config', join(out, 'kundig.config.ts')];
	const first = scoreSeconds(run);
	const refit = scoreSeconds([...run, '--refit']);
	const full = scoreSeconds([...run, '--full']);
	console.log(
		`score step of the demo: ${first.toFixed(2)} s in the first run, ${refit.toFixed(2)} s with every model fitted anew, ` +
			`${full.toFixed(2)} s with everything scored by the models there are (promised: below 3 s; load ${loadavg()[0]?.toFixed(1) ?? ''})`,
	);
}

/** Scores against the truth of five companies, the last quarter of which no run has seen. */
async function measureTruth(folder: string): Promise<void> {
	let [within, buckets] = [0, 0];
	for (const seed of SEEDS) {
		const company = await writeScoredCompany(folder, CUSTOMERS, seed);
		const dataDir = join(folder, `data-${seed}`);
		kundig(['run', '--data', dataDir, '--config', company.config]);
		const truth = await scoreTruth(dataDir, company);
		within += truth.within;
		buckets += truth.buckets;
		console.log(
			`seed ${seed}: ${truth.kind}, calibration error of the chance to be there ${truth.calibrationError.toFixed(3)} ` +
				`(promised: at most .05), next quarter ${(100 * (truth.expected / truth.came - 1)).toFixed(1)} % off ` +
				`(within 10), 80 % bands hold ${((100 * truth.within) / truth.buckets).toFixed(0)} % of ${truth.buckets}`,
		);
	}
	console.log(`80 % bands over all seeds hold ${((100 * within) / buckets).toFixed(1)} % (promised: 70 to 90)`);
}

/** A million customers in columns from DuckDB, through the models and back. */
async function measureMany(): Promise<void> {
	const database = await openMemory({ threads: 2, memoryLimit: '2GB' });
	const db = await database.connect();
	await db.run(
		`create temp table ftr_customer_purchases as
		with drawn as (
			select i, days_back, (hash(i) % 1000)::integer as age, (hash(i + 1) % 8)::integer as repeats, hash(i + 2) as luck
			from range(${MANY}) as numbers (i) cross join unnest([0, 91, 182, 365]) as given (days_back)
		), seen as (
			select *, age - days_back as known, date '${AS_OF}' - 1 - age as first_on from drawn where age > days_back
		)
		select (row_number() over (partition by days_back order by i))::integer as position, days_back,
			case when known > 9 then repeats else 0 end as repeat_purchases, 1 + repeats as purchases, 50.0 as money,
			first_on, first_on + case when known > 9 and repeats > 0 then 1 + (luck % (known - 1))::integer else 0 end as last_on,
			20 + (luck % 1000) / 10 as repeat_money, (luck % 3)::integer as next_purchases
		from seen`,
	);
	await db.run(
		`create temp table ftr_purchases_by_day as
		select day::date as ordered_on, 3000 as purchases from range(date '2024-02-01', date '${AS_OF}', interval 1 day) as days (day)`,
	);
	await createPrediction(db, 'predicted_customers');
	const began = performance.now();
	const { parameters } = await CUSTOMER_VALUE_MODEL.fit(db, { asOf: AS_OF });
	const fitted = performance.now();
	const cutOff = await readCutOff(db, AS_OF, 0);
	const read = performance.now();
	const predicted = predictCustomers(parameters, cutOff);
	const scored = performance.now();
	const nothing = new Int32Array(cutOff.rows);
	await appendColumns(db, 'predicted_customers', cutOff.rows, {
		position: nothing,
		segment: 'champions',
		recency_score: nothing,
		frequency_score: nothing,
		monetary_score: nothing,
		...predicted,
		model: 'mbg-nbd',
		model_version: 'bench',
	});
	const written = performance.now();
	const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
	console.log(
		`${cutOff.rows} customers: fitted in ${seconds(began, fitted)} s, read in ${seconds(fitted, read)} s, ` +
			`scored with money and intervals in ${seconds(read, scored)} s, written in ${seconds(scored, written)} s; ` +
			`${(process.memoryUsage().rss / 1e9).toFixed(2)} GB in use`,
	);
	db.closeSync();
	database.close();
}

/** What the score step promises: seconds, and figures against the demo's truth. */
export async function measureScores(): Promise<void> {
	await inFolder(measureStep);
	await measureMany();
	await inFolder(measureTruth);
}

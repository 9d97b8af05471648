/**
 * What Kundig promises of speed, measured: `npm run bench` for runs and pages, `npm run bench -- million` for a million
 * customers beside bare DuckDB, `-- pipeline` for 20 million order lines
 * beside it, `-- records` for pages, saves and an edit among 100,000 contacts. Times of one machine wander with its load: compare medians and ratios of one call.
 */
import { loadavg } from 'node:os';
import { measureDatabases } from './databases.ts';
import { measureMillion } from './million.ts';
import { measureForecast } from './models-forecast.ts';
import { measureLogistic } from './models-logistic.ts';
import { measurePurchases } from './models-purchase.ts';
import { measurePages } from './pages.ts';
import { measurePipeline } from './pipeline.ts';
import { measureRecords } from './records.ts';
import { measureRest } from './rest.ts';
import { measureRuns } from './runs.ts';
import { measureScores } from './scores.ts';
import { measureSources } from './sources.ts';

const PARTS = {
	runs: measureRuns,
	pages: measurePages,
	records: measureRecords,
	scores: measureScores,
	sources: measureSources,
	databases: measureDatabases,
	rest: measureRest,
	logistic: measureLogistic,
	forecast: measureForecast,
	purchase: measurePurchases,
	pipeline: () => measurePipeline(process.argv[3] === undefined ? undefined : process.argv.slice(3).map(Number)),
	million: () => measureMillion(Number(process.argv[3] ?? 1_000_000)),
};

const wanted = process.argv[2];
console.log(
	`load of the machine: ${loadavg()
		.map((value) => value.toFixed(1))
		.join(' ')}`,
);
if (wanted === undefined) {
	await PARTS.runs();
	await PARTS.pages();
} else if (Object.hasOwn(PARTS, wanted)) {
	await PARTS[wanted as keyof typeof PARTS]();
} else {
	console.error(`unknown part: "${wanted}" (expected ${Object.keys(PARTS).join(', ')})`);
	process.exitCode = 2;
}

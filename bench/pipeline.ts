import { mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { BareOrder, BareRun } from './bare-duckdb.ts';
import { changeLargeShop, writeLargeShop } from './large-shop.ts';
import { less, ratio, scaled, shown, sum } from './cost.ts';
import type { Cost } from './cost.ts';
import { inFolder, measureApart } from './measure.ts';
import type { MeasuredRun, RunOrder } from './measured-run.ts';

const CHANGED_LINES = 10_000;
const MILLION = 1_000_000;

/** What a run costs, by what is promised of it: the hashes of the files and the scores apart. */
function costsOf({ report, steps, hash: hashedAgain }: MeasuredRun) {
	const hashSeconds = report.sources.reduce((seconds, source) => seconds + source.hashSeconds, 0);
	const hash = { ...hashedAgain, seconds: hashSeconds };
	const of = (name: string): Cost => sum(steps.filter((step) => step.name.split(' ')[0] === name));
	const load = less(of('load'), hash);
	const peak = Math.max(...steps.filter(({ name }) => name !== 'score').map(({ peakMegabytes }) => peakMegabytes));
	return { hash, load, build: of('map'), transform: of('transform'), check: of('check'), publish: of('publish'), peak };
}

function megabytes(count: number): string {
	return `${Math.round(count).toLocaleString('en')} MB`;
}

/** Of the step that transforms, the share of the time in which relations were only written out of the last snapshot. */
function writingShare({ relations }: MeasuredRun, transform: Cost): number {
	const written = relations.reduce(
		(seconds, relation) =>
			seconds +
			(relation.isCopied === true ? relation.seconds : relation.seconds - (relation.changeSeconds ?? relation.seconds)),
		0,
	);
	return Math.min(1, written / transform.seconds);
}

function slowest({ relations }: MeasuredRun): string {
	return relations
		.toSorted((a, b) => b.seconds - a.seconds)
		.slice(0, 8)
		.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`)
		.join(', ');
}

function say(what: string, run: MeasuredRun): ReturnType<typeof costsOf> {
	const costs = costsOf(run);
	console.log(
		`  ${what}: load ${shown(costs.load)}, map ${shown(costs.build)}, transform ${shown(costs.transform)}, ` +
			`check ${shown(costs.check)}, publish ${shown(costs.publish)}; hashes ${costs.hash.seconds.toFixed(1)} s; peak ${megabytes(costs.peak)}`,
	);
	console.log(`    ${slowest(run)}`);
	return costs;
}

async function measureSize(lines: number): Promise<Cost> {
	return inFolder(async (folder) => {
		const shopFolder = join(folder, 'shop');
		const [data, bare] = [join(folder, 'data'), join(folder, 'bare')];
		for (const made of [shopFolder, data, bare]) mkdirSync(made, { mode: 0o700 });
		const shop = await writeLargeShop(shopFolder, lines);
		const { config } = shop;
		console.log(
			`${lines.toLocaleString('en')} order lines of ${shop.customers.toLocaleString('en')} customers, ` +
				`${megabytes(shop.bytes / 1e6)} of CSV (load of the machine ${loadavg()[0]?.toFixed(1) ?? ''})`,
		);
		const run = (isFull: boolean): MeasuredRun =>
			measureApart('measured-run.ts', { data, config, isFull } satisfies RunOrder) as MeasuredRun;
		const first = run(false);
		const full = say('kundig', first);
		const theirs = measureApart('bare-duckdb.ts', {
			config,
			folder: bare,
			asOf: first.report.asOf ?? '',
		} satisfies BareOrder) as BareRun;
		rmSync(bare, { recursive: true });
		console.log(
			`  bare DuckDB: load ${shown(theirs.load)}, tables ${shown(theirs.build)}; peak ${megabytes(theirs.peakMegabytes)}`,
		);
		const ours = sum([full.load, full.build, full.transform, full.check, full.publish]);
		console.log(
			`  full run ${shown(ours)}: ${ratio(ours, sum([theirs.load, theirs.build]))} x bare DuckDB (promised: 1.5); ` +
				`load alone ${ratio(full.load, theirs.load)}, without checks ${ratio(sum([full.load, full.build, full.transform, full.publish]), sum([theirs.load, theirs.build]))}`,
		);
		await changeLargeShop(shopFolder, shop, CHANGED_LINES);
		const second = run(false);
		const changed = say(`after ${CHANGED_LINES.toLocaleString('en')} changed lines`, second);
		const writing = scaled(changed.transform, writingShare(second, changed.transform));
		const changing = scaled(changed.transform, 1 - writingShare(second, changed.transform));
		const again = sum([changed.load, changed.build, changing]);
		console.log(
			`  load and transform ${shown(again)}: ${ratio(again, sum([full.load, full.build, full.transform]))} of the full run's ` +
				`(promised: 0.05); writing what it takes over into the snapshot ${shown(writing)}`,
		);
		return ours;
	});
}

/**
 * A full run beside bare DuckDB, and a run after 10,000 changed lines, at each of the sizes: figures of one call compare,
 * whatever else the machine does.
 */
export async function measurePipeline(
	sizes: readonly number[] = [1 * MILLION, 5 * MILLION, 20 * MILLION],
): Promise<void> {
	for (const lines of sizes) {
		const cost = await measureSize(lines);
		console.log(
			`  ${((cost.seconds / lines) * MILLION).toFixed(2)} s and ${((cost.cpuSeconds / lines) * MILLION).toFixed(2)} s of processors a million lines`,
		);
	}
}

import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { examplesFolder, inFolder, kundig, onlineRetailConfig, quantile } from './measure.ts';

const TIMES = 3;

function measureConfig(name: string, config: string, folder: string): void {
	const full: number[] = [];
	const unchanged: number[] = [];
	for (let time = 0; time < TIMES; time += 1) {
		const data = join(folder, `${name}-${time}`);
		full.push(kundig(['run', '--data', data, '--config', config]).seconds);
		unchanged.push(kundig(['run', '--data', data, '--config', config]).seconds);
	}
	console.log(
		`${name}: full run ${quantile(full, 0.5).toFixed(1)} s, a second one ${quantile(unchanged, 0.5).toFixed(1)} s (medians of ${TIMES}, whole process)`,
	);
}

/** Full and unchanged runs of the demo and, where its file lies somewhere, of online-retail. */
export async function measureRuns(): Promise<void> {
	await inFolder(async (folder) => {
		const out = join(folder, 'company');
		const company = await writeCompany({ customers: 5_000, seed: 1, until: '2026-10-14', out });
		console.log(`demo company: ${company.orderLines} order lines in ${company.seconds.toFixed(1)} s`);
		measureConfig('demo', join(out, 'kundig.config.ts'), folder);
		const examples = examplesFolder();
		if (examples === null) {
			console.log('online-retail: skipped, its file lies nowhere');
			return;
		}
		process.env.KUNDIG_EXAMPLES = examples;
		measureConfig('online-retail', onlineRetailConfig, folder);
	});
}

/** Writes the demo company in a process of its own: progress as JSON lines on stderr, the summary on stdout. */
import { parseArgs } from 'node:util';
import { writeCompany } from './company.ts';

const REPORT_EVERY_MS = 100;

const { values } = parseArgs({
	options: {
		customers: { type: 'string', default: '5000' },
		seed: { type: 'string', default: '1' },
		until: { type: 'string' },
		out: { type: 'string' },
		json: { type: 'boolean', default: false },
	},
});

let lastReport = 0;

function report(done: number, total: number): void {
	if (performance.now() - lastReport < REPORT_EVERY_MS && done < total) return;
	lastReport = performance.now();
	process.stderr.write(`${JSON.stringify({ done, total })}\n`);
}

try {
	if (values.until === undefined || values.out === undefined) throw new Error('--until DAY and --out DIR are needed');
	const summary = await writeCompany({
		customers: Number(values.customers),
		seed: Number(values.seed),
		until: values.until,
		out: values.out,
		onProgress: report,
	});
	process.stdout.write(
		values.json ? `${JSON.stringify(summary)}\n` : `${summary.orders} orders of ${summary.customers} customers\n`,
	);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}

/** Writes the demo company in a process of its own: progress as JSON lines on stderr, the summary on stdout. */
import { parseArgs } from 'node:util';
import type { CompanyOptions } from './company.ts';
import { writeCompany } from './company.ts';

const USAGE = 'node demo/main.ts --out DIR [--customers 5000] [--seed 1] [--until YYYY-MM-DD] [--json]';
const REPORT_EVERY_MS = 100;

function readOptions(): CompanyOptions & { readonly isJson: boolean } {
	const { values } = parseArgs({
		options: {
			customers: { type: 'string', default: '5000' },
			seed: { type: 'string', default: '1' },
			until: { type: 'string' },
			out: { type: 'string' },
			json: { type: 'boolean', default: false },
		},
	});
	if (values.out === undefined) throw new TypeError('--out DIR is missing');
	const yesterday = Temporal.Now.plainDateISO('Europe/Berlin').subtract({ days: 1 }).toString();
	return {
		customers: Number(values.customers),
		seed: Number(values.seed),
		until: values.until ?? yesterday,
		out: values.out,
		isJson: values.json,
	};
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** A function to call often that reports at most ten times a second, and the end. */
function throttledReport(): (done: number, total: number) => void {
	let last = 0;
	return (done, total) => {
		if (performance.now() - last < REPORT_EVERY_MS && done < total) return;
		last = performance.now();
		process.stderr.write(`${JSON.stringify({ done, total })}\n`);
	};
}

async function main(): Promise<void> {
	let options;
	try {
		options = readOptions();
	} catch (error) {
		process.stderr.write(`${messageOf(error)}\nusage: ${USAGE}\n`);
		process.exitCode = 2;
		return;
	}
	const stop = new AbortController();
	const abort = (reason: string): void => stop.abort(new Error(`the demo company was not written: ${reason}`));
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => abort(`stopped by ${signal}`));
	// Nobody reads on: who started this is gone.
	process.stderr.on('error', () => abort('its starter has ended'));
	try {
		const summary = await writeCompany({ ...options, onProgress: throttledReport(), signal: stop.signal });
		const sentence = `${summary.customers} customers, ${summary.orders} orders, ${summary.orderLines} order lines`;
		process.stdout.write(options.isJson ? `${JSON.stringify(summary)}\n` : `${sentence} in ${summary.out}\n`);
	} catch (error) {
		process.stderr.write(`${messageOf(error)}\n`);
		process.exitCode = 1;
	}
}

await main();

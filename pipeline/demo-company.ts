import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './errors.ts';
import { projectFolder } from './project.ts';

export interface DemoOrder {
	readonly customers: number;
	readonly seed: number;
	/** The last day with orders. */
	readonly until: string;
	readonly out: string;
}

/** What the generator says when it is done. */
export interface DemoSummary {
	readonly out: string;
	readonly customers: number;
	readonly orders: number;
	readonly orderLines: number;
	readonly seconds: number;
}

/** Where the demo company of a data folder lies. */
export const demoFolder = (dataDir: string): string => join(dataDir, 'demo');
export const demoConfig = (dataDir: string): string => join(demoFolder(dataDir), 'kundig.config.ts');
export const hasDemo = (dataDir: string): boolean => existsSync(demoConfig(dataDir));

/** The day before `now`, in the demo's zone. */
export function yesterday(now: Temporal.Instant): string {
	return now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().subtract({ days: 1 }).toString();
}

/**
 * Writes the demo company, in a process of its own.
 * @throws UsageError when the folder holds something already
 * @throws Error with what the generator said when it fails
 */
export async function makeDemo(
	order: DemoOrder,
	onProgress: (done: number, total: number) => void = () => undefined,
): Promise<DemoSummary> {
	if (existsSync(order.out) && (!statSync(order.out).isDirectory() || readdirSync(order.out).length > 0)) {
		throw new UsageError(`the folder is not empty: ${order.out}`, { hint: 'name one that is empty or missing' });
	}
	const flags = Object.entries(order).flatMap(([name, value]) => [`--${name}`, String(value)]);
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [join(projectFolder, 'demo', 'main.ts'), ...flags, '--json'], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		let errors = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => {
			for (const line of chunk.toString().split('\n')) {
				const match = /^\{"done":(\d+),"total":(\d+)\}$/.exec(line);
				if (match) onProgress(Number(match[1]), Number(match[2]));
				else if (line.trim() !== '') errors = `${errors}${line}\n`.slice(-2_000);
			}
		});
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(JSON.parse(output) as DemoSummary);
			else reject(new Error(errors.trim() || `the demo company could not be written (code ${code})`));
		});
	});
}

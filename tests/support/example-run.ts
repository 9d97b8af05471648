import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kundig, parseAnswer } from './kundig-process.ts';
import type { RunAnswer } from './kundig-process.ts';
import { projectFolder } from './project.ts';

type Value = string | number | null;

export interface MetricAnswer {
	readonly unit: string;
	readonly total: Value;
	readonly rows: readonly Readonly<Record<string, Value>>[];
}

/** An example of examples/ that was run once into a folder of its own. */
export interface ExampleRun<Expected> {
	readonly run: RunAnswer;
	/** The example's expected.json. */
	readonly expected: Expected;
	metric(...words: readonly string[]): Promise<MetricAnswer>;
	/** The values of a metric by one dimension or grain. */
	valuesBy(metric: string, ...by: readonly [flag: '--by' | '--grain', name: string]): Promise<Record<string, Value>>;
	/** The first column of a query's rows. */
	query(sql: string): Promise<readonly Value[]>;
	remove(): void;
}

/** Runs an example whose data lie in a folder of `examples`. */
export async function runExample<Expected>(name: string, examples: string): Promise<ExampleRun<Expected>> {
	const folder = mkdtempSync(join(tmpdir(), `kundig-${name}-`));
	const example = join(projectFolder, 'examples', name);
	async function ask(...words: readonly string[]): Promise<unknown> {
		const flags = ['--json', '--data', join(folder, 'data'), '--config', join(example, 'kundig.config.ts')];
		return parseAnswer(await kundig([...words, ...flags], { KUNDIG_EXAMPLES: examples }));
	}
	const metric = async (...words: readonly string[]): Promise<MetricAnswer> =>
		(await ask('metric', ...words)) as MetricAnswer;
	return {
		run: (await ask('run')) as RunAnswer,
		expected: JSON.parse(await readFile(join(example, 'expected.json'), 'utf8')) as Expected,
		metric,
		async valuesBy(id, flag, by) {
			const { rows } = await metric(id, flag, by);
			return Object.fromEntries(rows.map((row) => [String(row[by]), row.value ?? null]));
		},
		async query(sql) {
			const { rows } = (await ask('query', sql)) as { readonly rows: readonly (readonly Value[])[] };
			return rows.map(([first]) => first ?? null);
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

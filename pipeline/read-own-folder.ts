import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import type { OwnMetricDefinition } from '#warehouse/own/own-metric.ts';
import type { OwnProblem } from '#warehouse/own/own-problem.ts';
import type { OwnFile } from '#warehouse/own/own-transforms.ts';
import { describeIssue } from './config-issue.ts';
import { ConfigError } from './errors.ts';
import { ownMetricSchema } from './own-metric-schema.ts';
import type { OwnMetricOutput } from './own-metric-schema.ts';

/** Where a config's own transforms, metrics and checks lie when it says nothing. */
export const DEFAULT_FOLDER = 'kundig';

const FOLDERS = ['transforms', 'metrics', 'checks'];

/** What lies in somebody's own folder, read and not yet tried. */
export interface OwnFolder {
	readonly transforms: readonly OwnFile[];
	readonly metrics: readonly { readonly place: string; readonly definition: OwnMetricDefinition }[];
	readonly checks: readonly OwnFile[];
	readonly problems: readonly OwnProblem[];
}

const NOTHING: OwnFolder = { transforms: [], metrics: [], checks: [], problems: [] };

/**
 * Reads the folder beside a config that transforms, metrics and checks are added in; nothing where the config names none
 * and none is there.
 * @throws ConfigError when the folder that the config names is missing
 */
export async function readOwnFolder(configDir: string, named: string | undefined): Promise<OwnFolder> {
	const folder = resolve(configDir, named ?? DEFAULT_FOLDER);
	if (!existsSync(folder) || !statSync(folder).isDirectory()) {
		if (named === undefined) return NOTHING;
		throw new ConfigError(`own: no folder ${folder}`, {
			hint: `make it, with ${FOLDERS.join('/, ')}/ in it, or take the key \`own\` out of the config`,
		});
	}
	const strangers = readdirSync(folder).filter((name) => !isKnown(name));
	const placeOf = (file: string): string => relative(configDir, file);
	const problems: OwnProblem[] = strangers.map((name) => ({
		place: placeOf(join(folder, name)),
		line: null,
		message: `is nothing that is read here (expected ${FOLDERS.map((each) => `${each}/`).join(', ')} or metrics.ts)`,
	}));
	const sqlFiles = (name: string): OwnFile[] =>
		filesIn(join(folder, name), '.sql', problems, placeOf).map((file) => ({
			place: placeOf(file),
			name: basename(file, '.sql'),
			text: readFileSync(file, 'utf8').trim(),
		}));
	const [transforms, checks] = [sqlFiles('transforms'), sqlFiles('checks')];
	const single = join(folder, 'metrics.ts');
	const modules = [
		...(existsSync(single) ? [single] : []),
		...filesIn(join(folder, 'metrics'), '.ts', problems, placeOf),
	];
	const metrics = [];
	for (const file of modules) {
		const read = await readMetrics(file, placeOf(file));
		problems.push(...read.problems);
		metrics.push(...read.metrics);
	}
	return { transforms, metrics, checks, problems };
}

function isKnown(name: string): boolean {
	return FOLDERS.includes(name) || name === 'metrics.ts' || name.startsWith('.') || /^readme/i.test(name);
}

/** The files of a folder with an ending, by name; any other that is no note is a problem, for it would be passed over. */
function filesIn(folder: string, ending: string, problems: OwnProblem[], placeOf: (file: string) => string): string[] {
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).sort();
	for (const name of names.filter((each) => extname(each) !== ending)) {
		if (name.startsWith('.') || /^readme|\.md$/i.test(name)) continue;
		problems.push({
			place: placeOf(join(folder, name)),
			line: null,
			message: `is no ${ending} file, and would be passed over`,
		});
	}
	return names.filter((name) => extname(name) === ending).map((name) => join(folder, name));
}

async function readMetrics(file: string, place: string): Promise<Pick<OwnFolder, 'metrics' | 'problems'>> {
	const problem = (message: string): OwnProblem => ({ place, line: null, message });
	let exported: unknown;
	try {
		// A module is read once per address: with its time in it, an edited file is read anew by a process that stays up.
		const module = (await import(`${pathToFileURL(file).href}?changed=${statSync(file).mtimeMs}`)) as {
			readonly default?: unknown;
		};
		exported = module.default;
	} catch (cause) {
		return { metrics: [], problems: [problem(cause instanceof Error ? cause.message : String(cause))] };
	}
	if (exported === undefined)
		return { metrics: [], problems: [problem('has no default export (expected a metric or a list of them)')] };
	const metrics: { place: string; definition: OwnMetricDefinition }[] = [];
	const problems: OwnProblem[] = [];
	for (const given of (Array.isArray(exported) ? exported : [exported]) as unknown[]) {
		const parsed = v.safeParse(ownMetricSchema, given);
		if (parsed.success) metrics.push({ place, definition: toDefinition(parsed.output) });
		else
			problems.push(
				...[...new Set(parsed.issues.map((issue) => describeIssue(ownMetricSchema, issue)))].map((said) =>
					problem(`${labelOf(given)}${said}`),
				),
			);
	}
	return { metrics, problems };
}

function labelOf(given: unknown): string {
	const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : null;
	return typeof id === 'string' ? `metric ${id}: ` : '';
}

function toDefinition(metric: OwnMetricOutput): OwnMetricDefinition {
	const inBoth = (text: OwnMetricOutput['name']) => (typeof text === 'string' ? { en: text, de: text } : text);
	const { name, definition, dimensions, ...rest } = metric;
	const columns = Array.isArray(dimensions) ? Object.fromEntries(dimensions.map((each) => [each, each])) : dimensions;
	return {
		...rest,
		name: inBoth(name),
		definition: inBoth(definition),
		dimensions: columns,
	};
}

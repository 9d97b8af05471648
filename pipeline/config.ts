import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { ConfigError } from './errors.ts';
import { validateSchedule } from './schedule.ts';
import { fileSourceSchema } from './sources/file/schema.ts';

function isZone(zone: string): boolean {
	try {
		Temporal.Now.zonedDateTimeISO(zone);
		return true;
	} catch {
		return false;
	}
}

const zoneSchema = v.pipe(
	v.string(),
	v.check(isZone, (issue) => `unknown time zone "${issue.input}" (expected an IANA name such as Europe/Berlin)`),
);

const daySchema = v.pipe(
	v.string(),
	v.check((text) => {
		try {
			return Temporal.PlainDate.from(text).toString() === text;
		} catch {
			return false;
		}
	}, `expected 'data', 'now' or a day such as 2026-01-31`),
);

function scheduleProblem(schedule: { readonly cron: string; readonly zone: string }): string | null {
	try {
		validateSchedule(schedule);
		return null;
	} catch (cause) {
		return cause instanceof Error ? cause.message : String(cause);
	}
}

const scheduleSchema = v.pipe(
	v.strictObject({ cron: v.string(), zone: zoneSchema }),
	v.check(
		(schedule) => scheduleProblem(schedule) === null,
		(issue) => scheduleProblem(issue.input) ?? '',
	),
);

const configSchema = v.strictObject({
	company: v.strictObject({
		name: v.pipe(v.string(), v.nonEmpty('a company needs a name')),
		/** ISO 4217 code that all money is converted to. */
		currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'expected an ISO currency code such as EUR')),
		/** The zone whose calendar decides what a day is. */
		zone: zoneSchema,
		weekStart: v.optional(v.picklist(['monday', 'sunday', 'saturday']), 'monday'),
	}),
	/** What "now" is in every figure: the day after the last event, the clock, or a day. */
	asOf: v.optional(v.union([v.picklist(['data', 'now']), daySchema]), 'data'),
	schedule: v.optional(v.array(scheduleSchema), []),
	snapshots: v.optional(
		v.strictObject({
			/** The newest ones, always kept. */
			keep: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3),
			/** One a day for so many days beside them. */
			days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 7),
		}),
		{},
	),
	sources: v.pipe(v.array(fileSourceSchema), v.nonEmpty('a config needs at least one source')),
});

/** What a person writes in kundig.config.ts. */
export type ConfigInput = v.InferInput<typeof configSchema>;

/** A config that was checked, with every default filled in. */
export type Config = v.InferOutput<typeof configSchema>;

/** A config beside the place it came from: paths in it are relative to `dir`. */
export interface LoadedConfig {
	readonly file: string;
	readonly dir: string;
	readonly config: Config;
}

/** Gives the config back as it is: a typed way to write one, so that an editor marks a wrong key. */
export function defineConfig(config: ConfigInput): ConfigInput {
	return config;
}

function keyPath(issue: v.BaseIssue<unknown>): string {
	const keys = (issue.path ?? []).map((item) => item.key as string | number);
	return keys.reduce<string>(
		(path, key) => (typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
		'',
	);
}

function sentence(issue: v.BaseIssue<unknown>): string {
	const path = keyPath(issue);
	if (issue.type === 'strict_object' && issue.expected === 'never') return `unknown key ${path}`;
	if (issue.type === 'strict_object' || issue.received === 'undefined') {
		return issue.expected === null ? `${path}: ${issue.message}` : `missing key ${path} (expected ${issue.expected})`;
	}
	return `${path}: ${issue.message.replace(/^Invalid type: /, '')}`;
}

/**
 * Checks a config.
 * @throws ConfigError naming each key and the rule it breaks
 */
export function parseConfig(input: unknown, file: string): Config {
	const result = v.safeParse(configSchema, input);
	if (!result.success) {
		// A union's own message says little; the issues of its options say what was wrong.
		const problems = result.issues.map(sentence);
		throw new ConfigError(`${file}: ${[...new Set(problems)].join('; ')}`, {
			hint: 'mend the keys named above; docs and examples/ show complete configs',
		});
	}
	const names = result.output.sources.map((source) => source.name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new ConfigError(`${file}: sources: two sources are named "${twice}" (each needs a name of its own)`, {
			hint: 'rename one of them',
		});
	}
	return result.output;
}

/**
 * Reads a config file.
 * @throws ConfigError when it is missing, does not parse, or breaks a rule
 */
export async function loadConfig(file: string): Promise<LoadedConfig> {
	const path = resolve(file);
	if (!existsSync(path)) {
		throw new ConfigError(`config not found: ${path}`, { hint: 'name another one with --config FILE' });
	}
	let module: { readonly default?: unknown };
	try {
		module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new ConfigError(`config could not be read: ${path}: ${reason}`, {
			hint: 'mend the file; it must be a module with a default export',
			cause,
		});
	}
	if (module.default === undefined) {
		throw new ConfigError(`config has no default export: ${path}`, { hint: 'write `export default { … }`' });
	}
	return { file: path, dir: dirname(path), config: parseConfig(module.default, path) };
}

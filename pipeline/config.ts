import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { openMemory } from '#warehouse/database.ts';
import { isKnownZone, mappingProblems } from '#warehouse/mapping.ts';
import type { MappingProblem } from '#warehouse/mapping.ts';
import type { OwnDefinitions } from '#warehouse/own/own-definitions.ts';
import { alertsSchema } from './alerts-schema.ts';
import { businessHoursSchema } from './business-hours-schema.ts';
import { describeIssue } from './config-issue.ts';
import { daySchema } from './day-schema.ts';
import { ConfigError } from './errors.ts';
import { checkDateFormats, readContract } from './load/contract.ts';
import { rowColumns } from './load/raw-columns.ts';
import { ownCheckSchema } from './own-check-schema.ts';
import { ownParts } from './own-parts.ts';
import { scheduleProblem, scheduleSchema } from './schedule-schema.ts';
import type { ColumnType } from './sources/contract/source-schema.ts';
import { sourceSchema } from './sources/schema.ts';
import type { Source } from './sources/schema.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';
import { zoneSchema } from './zone-schema.ts';

const configSchema = v.strictObject({
	company: v.strictObject({
		name: v.pipe(v.string(), v.nonEmpty('a company needs a name')),
		/** ISO 4217 code that all money is converted to. */
		currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'expected an ISO currency code such as EUR')),
		/** The zone whose calendar decides what a day is. */
		zone: zoneSchema,
		weekStart: v.optional(v.picklist(['monday', 'sunday', 'saturday']), 'monday'),
		/** When service is at work: what response and resolution times are counted within. */
		businessHours: v.optional(businessHoursSchema, {}),
	}),
	/** What "now" is in every figure: the day after the last event, the clock, or a day. */
	asOf: v.optional(
		v.union([v.picklist(['data', 'now']), daySchema("expected 'data', 'now' or a day such as 2026-01-31")]),
		'data',
	),
	/** When runs are due; none unless given. */
	schedule: v.optional(v.array(scheduleSchema), []),
	alerts: v.optional(alertsSchema, {}),
	/** A run follows what people type once nothing more came for so long. */
	quietSeconds: v.optional(v.pipe(v.number(), v.minValue(0)), 15),
	snapshots: v.optional(
		v.strictObject({
			/** The newest ones, always kept. */
			keep: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3),
			/** One a day for so many days beside them. */
			days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 7),
			/** What all of them may take; without it they take what they need. The newest and the one in use always stay. */
			maxGigabytes: v.optional(v.pipe(v.number(), v.gtValue(0))),
		}),
		{},
	),
	models: v.optional(
		v.strictObject({
			/** A model whose newest fit is older than so many days is fitted anew. */
			refitDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 7),
		}),
		{},
	),
	/** A records.db, relative to the config, that a data folder begins with in which nobody has typed anything yet. */
	records: v.optional(v.pipe(v.string(), v.nonEmpty('expected the path of a records.db'))),
	/** A folder with transforms, metrics and checks of one's own, relative to the config; `kundig` where there is one. */
	own: v.optional(v.pipe(v.string(), v.nonEmpty('expected the path of a folder'))),
	/** What the data are held against before they are published, beside the checks that Kundig asks anyway. */
	checks: v.optional(v.array(ownCheckSchema), []),
	sources: v.pipe(v.array(sourceSchema), v.nonEmpty('a config needs at least one source')),
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
	/** What people added beside it: tried, and known to fit. */
	readonly own: OwnDefinitions;
}

/** Gives the config back as it is: a typed way to write one, so that an editor marks a wrong key. */
export function defineConfig(config: ConfigInput): ConfigInput {
	return config;
}

/**
 * Checks a config.
 * @throws ConfigError naming each key and the rule it breaks
 */
export function parseConfig(input: unknown, file: string): Config {
	const result = v.safeParse(configSchema, input);
	if (!result.success) {
		const problems = result.issues.map((issue) => describeIssue(configSchema, issue));
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
	if (names.includes(RECORDS_SOURCE)) {
		throw new ConfigError(`${file}: sources: "${RECORDS_SOURCE}" is the name of what is typed in Kundig itself`, {
			hint: 'give the source another name',
		});
	}
	for (const source of result.output.sources) readContract(source);
	const problem = scheduleProblem(result.output.schedule, [...names, RECORDS_SOURCE]);
	if (problem !== null) {
		throw new ConfigError(`${file}: ${problem}`, { hint: 'mend the schedule, docs/schedule.md shows what it may say' });
	}
	return result.output;
}

/** The columns that a mapping may name: those that are declared, and what the contract lets in beside them. */
function mappableColumns(source: Source): Record<string, ColumnType> {
	const columns = rowColumns(readContract(source)).map(({ name }) => {
		const declared = source.columns[name];
		return [name, typeof declared === 'string' ? declared : (declared?.type ?? 'text')] as const;
	});
	return Object.fromEntries(columns);
}

/**
 * Checks what only DuckDB can tell: mappings, the letters of date formats, zones.
 * @throws ConfigError naming each key and the rule it breaks
 */
async function checkWithDatabase({ company, sources }: Config, file: string): Promise<void> {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	try {
		const problems: MappingProblem[] = [];
		const zones = [
			{ key: 'company.zone', zone: company.zone },
			...sources.map(({ name, zone }) => ({ key: `sources.${name}.zone`, zone })),
		];
		for (const { key, zone } of zones) {
			if (zone === undefined || (await isKnownZone(connection, zone))) continue;
			problems.push({ key, message: `unknown time zone "${zone}" (expected an IANA name such as Europe/Berlin)` });
		}
		for (const source of sources) {
			await checkDateFormats(connection, source.name, readContract(source).format);
			problems.push(...(await mappingProblems(connection, { ...source, columns: mappableColumns(source) })));
		}
		if (problems.length === 0) return;
		throw new ConfigError(`${file}: ${problems.map(({ key, message }) => `${key}: ${message}`).join('; ')}`, {
			hint: 'mend the keys named above; docs and examples/ show complete configs',
		});
	} finally {
		connection.closeSync();
		database.close();
	}
}

/**
 * Reads a config file.
 * @throws ConfigError when it is missing, does not parse, or breaks a rule, and when something added beside it cannot work
 */
export async function loadConfig(file: string): Promise<LoadedConfig> {
	const path = resolve(file);
	if (!existsSync(path)) {
		throw new ConfigError(`config not found: ${path}`, { hint: 'name another one with --config FILE' });
	}
	let module: { readonly default?: unknown };
	try {
		// A module is read once per address: with its time in it, an edited file is read anew by a supervisor that stays up.
		const address = `${pathToFileURL(path).href}?changed=${statSync(path).mtimeMs}`;
		module = (await import(address)) as { readonly default?: unknown };
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
	const config = parseConfig(module.default, path);
	await checkWithDatabase(config, path);
	const dir = dirname(path);
	return { file: path, dir, config, own: await ownParts(path, dir, config) };
}

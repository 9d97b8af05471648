import * as v from 'valibot';
import { BackupError } from './backup-error.ts';

/** The first entry of every backup. */
export const MANIFEST_NAME = 'manifest.json';
export const README_NAME = 'README.txt';
export const RECORDS_NAME = 'records.db';
export const RAW_NAME = 'raw.duckdb';
export const PSEUDONYM_KEY_NAME = 'pseudonym.key';
/** The folder of a backup for a config that lies outside of the data folder. */
export const CONFIG_FOLDER = 'config';
/** Folders of a data folder that go along: the demo company, the config that pages write, files that people dropped. */
export const DEMO_FOLDER = 'demo';
export const COMPANY_FOLDER = 'company';
export const FILES_FOLDER = 'files';

/** The layout that this version writes and reads. */
const FORMAT = 1;

/** A path inside of a backup: no way up, nothing absolute, nothing that a shell would stumble over. */
const PART_NAME = /^(records\.db|raw\.duckdb|pseudonym\.key|(config|demo|company|files)(\/[\p{L}\p{N}_@ .,+()-]+)+)$/u;

/** Whether a file may be a part of a backup under this name. */
export function isPartName(name: string): boolean {
	return PART_NAME.test(name) && !name.split('/').some((step) => step === '..' || step === '.');
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const manifestSchema = v.object({
	format: v.literal(FORMAT),
	createdAt: v.string(),
	appVersion: v.string(),
	folderId: v.nullable(v.string()),
	schemas: v.object({ records: count, raw: v.nullable(count) }),
	engines: v.object({ sqlite: v.string(), duckdb: v.string() }),
	/** The part that the config is, or null where none was there. */
	config: v.nullable(v.string()),
	parts: v.array(
		v.object({
			name: v.pipe(v.string(), v.check(isPartName, 'a part has no such name')),
			bytes: count,
			sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
		}),
	),
	/** Rows by table of records.db, and rows with a sum of their hashes of raw.duckdb. */
	records: v.record(v.string(), count),
	raw: v.record(v.string(), v.object({ rows: count, checksum: v.string() })),
});

/** What a backup says of itself. */
export type Manifest = v.InferOutput<typeof manifestSchema>;
export type ManifestPart = Manifest['parts'][number];

/**
 * Reads the manifest of a backup.
 * @throws BackupError when it is none, or of a later layout
 */
export function parseManifest(text: string, file: string): Manifest {
	let input: unknown;
	try {
		input = JSON.parse(text);
	} catch (cause) {
		throw new BackupError(`${file} is no backup: its manifest is no JSON`, { cause, hint: 'name another file' });
	}
	const format = (input as { format?: unknown } | null)?.format;
	if (typeof format === 'number' && format > FORMAT) {
		throw new BackupError(
			`${file} has layout ${format} of a newer version of Kundig, this one reads layout ${FORMAT}`,
			{ hint: 'restore it with the version that made it, or a newer one' },
		);
	}
	const result = v.safeParse(manifestSchema, input);
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw new BackupError(`${file} is no backup: ${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`, {
		hint: 'name another file',
	});
}

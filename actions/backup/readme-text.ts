import type { Manifest } from './manifest.ts';

/** What somebody reads who opens a backup by hand. */
export function readmeText({ appVersion, createdAt, config, schemas }: Manifest): string {
	return [
		`A backup of Kundig ${appVersion}, made ${createdAt}.`,
		'',
		'It is a plain tar file: `tar -tvf FILE` lists it, `tar -xf FILE` takes it apart.',
		'',
		'manifest.json   versions, and of each part its length and SHA-256; rows of each table',
		`records.db      what people typed in, runs, lists (SQLite, schema ${schemas.records})`,
		...(schemas.raw === null
			? []
			: [`raw.duckdb      rows as their sources had them, loads, history (DuckDB, schema ${schemas.raw})`]),
		...(config === null ? [] : [`${config}   the config of then`]),
		'',
		'Snapshots are not in it: the first run after a restore makes them anew.',
		'To restore: kundig restore FILE --data DIR',
		'',
		'It holds personal data. Keep it as carefully as the data folder itself.',
		'',
	].join('\n');
}

import { join, resolve } from 'node:path';

/** The data folder that the supervisor names; `data/` when the app is run by hand. */
export function dataFolder(): string {
	return resolve(process.env.KUNDIG_DATA ?? 'data');
}

export function snapshotsFolder(): string {
	return join(dataFolder(), 'snapshots');
}

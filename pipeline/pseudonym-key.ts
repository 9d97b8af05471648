import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from './errors.ts';
import type { Source } from './sources/schema.ts';

const BYTES = 32;

/** Where the key of a data folder lies: a backup takes it along, for without it the same value gets another pseudonym. */
export const pseudonymKeyFile = (dataDir: string): string => join(dataDir, 'pseudonym.key');

function wantsPseudonyms({ columns }: Source): boolean {
	return Object.values(columns).some((column) => typeof column !== 'string' && column.pseudonym);
}

/**
 * The key that pseudonyms of a data folder are made with, made when a source first needs it; empty where none does.
 * @throws StorageError when it is damaged: another one would make all pseudonyms differ from those of before
 */
export function pseudonymKey(dataDir: string, sources: readonly Source[]): Uint8Array {
	if (!sources.some(wantsPseudonyms)) return new Uint8Array();
	const file = pseudonymKeyFile(dataDir);
	if (!existsSync(file)) writeFileSync(file, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
	const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
	if (key.length === BYTES) return key;
	throw new StorageError(`${file} is damaged (expected ${2 * BYTES} hexadecimal digits)`, {
		hint: 'take it from a backup; with a new one the pseudonyms of before would match nobody',
	});
}

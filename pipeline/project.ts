import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder that the product's files lie in. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** The version in package.json. */
export function productVersion(): string {
	const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}

import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
let known: string | null = null;

/** A hash of the mathematics and of the step that applies it: other code may score otherwise. */
export function codeVersion(): string {
	if (known === null) {
		const hash = createHash('sha256');
		for (const file of globSync(['models/**/*.ts', 'pipeline/score/**/*.ts', 'pipeline/score.ts'], {
			cwd: PROJECT,
		}).sort()) {
			hash.update(file).update(readFileSync(PROJECT + file));
		}
		known = hash.digest('hex');
	}
	return known;
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import { projectFolder } from '../support/project.ts';

const docs = join(projectFolder, 'docs');
const folder = mkdtempSync(join(tmpdir(), 'kundig-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Block {
	readonly place: string;
	readonly text: string;
}

/** The blocks of TypeScript in the documents that are a whole config or a whole source. */
const blocks = readdirSync(docs)
	.filter((name) => name.endsWith('.md'))
	.flatMap((name): Block[] => {
		const text = readFileSync(join(docs, name), 'utf8');
		return [...text.matchAll(/^```ts[^\n]*\n([\s\S]*?)^```/gm)].map((found) => ({
			place: `${name}:${text.slice(0, found.index).split('\n').length}`,
			text: found[1] ?? '',
		}));
	});
const configs = blocks.filter(({ text }) => /^(import|export default)/m.test(text) && text.includes('sources:'));
const sources = blocks.filter(({ text }) => /^\{\s*name:/.test(text));

describe('an example of the documents', () => {
	test('is there for each kind of source', () => {
		const types = new Set(
			[...configs, ...sources].flatMap(({ text }) =>
				[...text.matchAll(/type: '(file|url|rest|postgres|mysql|sqlite)'/g)].map(([, type]) => type),
			),
		);
		expect([...types].sort()).toEqual(['file', 'mysql', 'postgres', 'rest', 'sqlite', 'url']);
	});

	test.each([...configs, ...sources].map((block) => [block.place, block.text] as const))(
		'%s is one that Kundig takes, with mappings that fit',
		async (place, text) => {
			const source = text.trim().replace(/[,;]$/, '');
			const config = text.includes('export default')
				? text.replaceAll('#pipeline/', `${projectFolder}/pipeline/`)
				: `export default { company: { name: 'Docs', currency: 'EUR', zone: 'Europe/Vienna' }, sources: [${source}] };`;
			const file = join(folder, `${place.replaceAll(/\W/g, '-')}.ts`);
			writeFileSync(file, config);
			const loaded = await loadConfig(file);
			expect(loaded.config.sources.length).toBeGreaterThan(0);
		},
	);
});

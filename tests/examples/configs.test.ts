import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import { projectFolder } from '../support/project.ts';

const folder = join(projectFolder, 'examples');
const examples = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'data')
	.map(({ name }) => name);

test.each(examples)('the config of %s is one, and its mappings fit, without its data', async (name) => {
	const { config } = await loadConfig(join(folder, name, 'kundig.config.ts'));
	expect(config.sources.length).toBeGreaterThan(0);
});

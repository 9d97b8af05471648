import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import { ownCheckSchema } from '#pipeline/own-check-schema.ts';
import { projectFolder } from '../support/project.ts';

const example = join(projectFolder, 'examples', 'extended-shop');
const guide = readFileSync(join(projectFolder, 'docs', 'extend.md'), 'utf8');
const blocks = (language: string): string[] =>
	[...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

test('the SQL of the guide is that of the example, word for word', () => {
	const files = ['transforms/fct_orders_by_day.sql', 'checks/days_with_more_returns.sql'];
	expect(blocks('sql')).toEqual(files.map((file) => readFileSync(join(example, 'kundig', file), 'utf8')));
});

test('the metric of the guide is in the example, key by key', async () => {
	const [block = ''] = blocks('ts');
	const { own } = await loadConfig(join(example, 'kundig.config.ts'));
	const metric = own.metrics.find(({ id }) => id === 'large_orders');
	for (const text of [
		metric?.definition.en,
		metric?.definition.de,
		metric?.where,
		metric?.expression,
		metric?.name.de,
	]) {
		expect(text).toBeDefined();
		expect(block).toContain(text);
	}
});

test('the guide names every rule that a config may hold, and none that there is not', () => {
	const rules = ownCheckSchema.options.map((option) =>
		'pipe' in option ? option.pipe[0].entries.rule.literal : option.entries.rule.literal,
	);
	const named = [...guide.matchAll(/rule: '(\w+)'/g)].map(([, rule]) => rule);
	expect(new Set(named)).toEqual(new Set(rules));
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kundig, runOnce } from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the complete example of docs/pipeline.md does what the document says', async () => {
	const text = readFileSync(join(projectFolder, 'docs', 'pipeline.md'), 'utf8');
	const files = [...text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```/gm)];
	expect(files.map(([, name]) => name)).toEqual(['customers.csv', 'orders.csv', 'kundig.config.ts']);
	for (const [, name = '', content = ''] of files) writeFileSync(join(folder, name), content);
	const [config, data] = [join(folder, 'kundig.config.ts'), join(folder, 'data')];
	const report = await runOnce(data, config);
	expect(report.error).toBeNull();
	for (const { name, read, loaded, unchanged, quarantined } of report.sources) {
		expect(text).toContain(
			`${name}: ${read} read = ${loaded} loaded + ${unchanged} unchanged + ${quarantined} quarantined`,
		);
	}
	const aside = await kundig(['quarantine', 'ls', '--config', config, '--data', data, '--json']);
	const { rows } = JSON.parse(aside.stdout) as { readonly rows: readonly Record<string, unknown>[] };
	expect(rows).toMatchObject([{ source: 'orders', position: 'orders.csv:5', reason: 'unknown_reference' }]);
	const customers = await kundig([
		'query',
		'select customer_id, country from dim_customers order by 1',
		'--format',
		'csv',
		'--config',
		config,
		'--data',
		data,
	]);
	expect(customers.stdout.trim().split('\r\n')).toEqual(['customer_id,country', 'C1,AT', 'C2,DE']);
	expect((await runOnce(data, config)).status).toBe('unchanged');
});

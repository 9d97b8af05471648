import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kundig, runOnce } from '../../support/kundig-process.ts';
import type { Answer } from '../../support/kundig-process.ts';

let folder: string;
let config: string;
let data: string;

/** A shop's database: an order an hour from 1 March on, of which some are changed long after the cursor passed them. */
function shop(statement: string): void {
	const database = new DatabaseSync(join(folder, 'shop.sqlite'));
	database.exec(statement);
	database.close();
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-range-'));
	[config, data] = [join(folder, 'kundig.config.ts'), join(folder, 'data')];
	shop(`create table orders (id text, amount real, changed_at text);
		insert into orders values ('A', 1, '2026-03-01 08:00:00'), ('B', 2, '2026-03-02 08:00:00'), ('C', 3, '2026-03-03 08:00:00')`);
	const source = {
		name: 'orders',
		type: 'sqlite',
		path: 'shop.sqlite',
		table: 'orders',
		columns: { id: 'text', amount: 'decimal', changed_at: 'timestamp' },
		key: ['id'],
		disposition: 'merge',
		cursor: { column: 'changed_at' },
		entities: {
			orders: { order_id: 'id', ordered_at: 'changed_at' },
			order_lines: { order_line_id: 'id', order_id: 'id', quantity: { value: 1 }, unit_price: 'amount' },
		},
	};
	const file = { ...source, name: 'files', type: 'file', path: 'none.csv', table: undefined, cursor: undefined };
	const company = { name: 'Range AG', currency: 'EUR', zone: 'UTC' };
	writeFileSync(config, `export default ${JSON.stringify({ company, sources: [source] })};\n`);
	writeFileSync(
		join(folder, 'both.config.ts'),
		`export default ${JSON.stringify({ company, sources: [source, file] })};\n`,
	);
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...flags: string[]): Promise<Answer> {
	return kundig(['run', '--config', config, '--data', data, '--json', ...flags]);
}

async function amounts(): Promise<string[]> {
	const answer = await kundig([
		'query',
		'select order_id from fct_orders order by 1',
		'--format',
		'csv',
		'--config',
		config,
		'--data',
		data,
	]);
	return answer.stdout.trim().split(/\r?\n/).slice(1);
}

describe('a range of a source', () => {
	it('is read beside its cursor, which stays where it is', async () => {
		expect((await runOnce(data, config)).sources).toMatchObject([{ loaded: 3, cursor: '2026-03-03 08:00:00' }]);
		shop(`insert into orders values ('D', 4, '2026-03-01 09:00:00'), ('E', 5, '2026-03-02 09:00:00')`);
		const { sources } = JSON.parse(
			(await run('--source', 'orders', '--from', '2026-03-01', '--to', '2026-03-02')).stdout,
		) as {
			readonly sources: readonly Record<string, unknown>[];
		};
		expect(sources).toMatchObject([{ loaded: 1, quarantined: 0, cursor: '2026-03-03 08:00:00' }]);
		expect(await amounts()).toEqual(['A', 'B', 'C', 'D']);
	});

	it('is of a source that a check samples as any other', async () => {
		const flags = ['--config', config, '--data', data, '--rows', '2', '--json'];
		const { code, stdout } = await kundig(['source', 'check', 'orders', ...flags]);
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ rows: { read: 2, loaded: 2, quarantined: 0 }, refused: null });
	});

	it.each([
		[['--from', '2026-03-01'], 'a range needs both --from and --to'],
		[['--from', 'a', '--to', 'b'], 'name them with --source'],
		[['--source', 'orders', '--full', '--from', 'a', '--to', 'b'], '--full reads everything'],
	])('is refused for %j, with code 2', async (flags, problem) => {
		const answer = await run(...flags);
		expect(answer.code).toBe(2);
		expect(answer.stderr + answer.stdout).toContain(problem);
	});

	it('is refused of a source of files, and those that have a cursor are named', async () => {
		const answer = await kundig([
			'run',
			'--config',
			join(folder, 'both.config.ts'),
			'--data',
			data,
			'--source',
			'files',
			'--from',
			'1',
			'--to',
			'2',
		]);
		expect(answer.code).toBe(2);
		expect(answer.stderr).toContain('those of the config are: orders');
	});

	it('that is none of its cursor is told with the type that was expected', async () => {
		const answer = await run('--source', 'orders', '--from', 'March', '--to', 'April');
		expect(answer.code).toBe(1);
		expect(answer.stdout).toContain('--from is \\"March\\" (expected timestamp)');
	});
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { shownFigures } from '../support/company-figures.ts';
import { dataFolder, makeFolder, removeFolder, testFolder } from '../support/company-folder.ts';
import { changeLines, writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { isFull } from '../support/faults.ts';
import { kundig, launchStart, parseAnswer, runOnce, untilShown } from '../support/kundig-process.ts';
import type { RunAnswer } from '../support/kundig-process.ts';

let folder: string;
/** A data folder with a snapshot of the company as it is. */
let withSnapshot: string;

beforeAll(async () => {
	await buildApp();
	folder = makeFolder();
	withSnapshot = join(folder, 'data');
	const company = await writeSmallCompany(join(folder, 'company'));
	expect((await runOnce(withSnapshot, company.config)).error).toBeNull();
}, 300_000);
afterAll(() => removeFolder(folder));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Names of customers, each with a word that finds it. */
const NAMES = [
	'<script>alert("hostile1")</script>',
	'hostile2 \u202Egnp.exe\u202C',
	'hostile3 \u{1F469}\u200D\u{1F4BB} e\u0301 p\u0430yp\u0430l',
	`hostile4 ${'x'.repeat(400)}`,
	'hostile5\r\nX-Evil: 1',
	`=hostile6"onmouseover='alert(1)' {{7*7}} \${7*7}`,
];

async function withNames(test: TestContext): Promise<Company> {
	const company = await writeSmallCompany(testFolder(test));
	changeLines(company, 'customers.csv', (lines) =>
		lines.map((line, index) => {
			const name = NAMES[index - 1];
			if (name === undefined) return line;
			const [id = '', , , email = ''] = line.split(',');
			return `${id},consumer,${quoted(name)},${email},,,,,Germany,2021-04-09 06:53:01`;
		}),
	);
	// A row that is set aside keeps its text for the page, and for nothing else.
	changeLines(company, 'customers.csv', (lines) => [
		...lines,
		'C999999,consumer,<b>aside7</b>,aside7@example.com,,,,,Germany,not a time',
	]);
	return company;
}

/** What a page shows: its markup taken away, references read, and white space as markup has it. */
function textOf(html: string): string {
	const [main = ''] = /<main[^]*<\/main>/.exec(html) ?? [];
	const shown = main.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
	return shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

it.runIf(isFull)(
	'F23: hostile texts are kept as they came, shown escaped, and never come into logs or headers',
	async (test) => {
		const dataDir = dataFolder(test, withSnapshot);
		const company = await withNames(test);
		const supervisor = await launchStart(test, dataDir, company.config);
		await untilShown(supervisor);
		const answer = await kundig(['run', '--json', '--data', dataDir, '--config', company.config]);
		expect(answer.code).toBe(0);
		const pageOf = async (path: string): Promise<{ readonly html: string; readonly text: string }> => {
			const response = await fetch(`${supervisor.url}${path}`);
			expect(response.status, path).toBe(200);
			expect(response.headers.get('x-evil')).toBeNull();
			const html = await response.text();
			return { html, text: textOf(html) };
		};
		for (const [index, name] of NAMES.entries()) {
			const { html, text } = await pageOf(`/customers?q=hostile${index + 1}`);
			expect(text).toContain(name.replaceAll(/\s+/g, ' '));
			expect(html).not.toMatch(/<script>alert|<[^>]*\sonmouseover/);
			await pageOf(`/customers/C00000${index + 1}`);
		}
		await pageOf('/customers?q=%0d%0aX-Evil:%201');
		const { html, text } = await pageOf('/data/quarantine');
		expect(text).toContain('<b>aside7</b>');
		expect(html).not.toContain('<b>aside7');
		const logs = readdirSync(join(dataDir, 'logs')).map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'));
		expect([...logs, supervisor.stderr(), supervisor.stdout(), answer.stderr].join('\n')).not.toMatch(
			/hostile\d|aside7/,
		);
	},
);

interface OddFigures {
	readonly infinite: readonly string[];
	readonly report: RunAnswer;
}

/** Runs a company, and looks for figures that are no numbers in everything that it publishes. */
async function runOdd(dataDir: string, company: Company): Promise<OddFigures> {
	const report = await runOnce(dataDir, company.config);
	const infinite: string[] = [];
	const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	const db = await database.connect();
	try {
		await attach(db, join(dataDir, 'snapshots', report.snapshot ?? '', 'marts.duckdb'), 'marts', { readOnly: true });
		const columns = await rows<{ table: string; column: string }>(
			db,
			unsafe(`select table_name as "table", column_name as "column" from duckdb_columns()
				where database_name = 'marts' and data_type in ('DOUBLE', 'FLOAT')`),
		);
		expect(columns.length).toBeGreaterThan(10);
		for (const { table, column } of columns) {
			const [count] = await rows<{ odd: number }>(
				db,
				unsafe(`select count(*) filter (not isfinite("${column}")) as odd from marts."${table}"`),
			);
			if (count?.odd !== 0) infinite.push(`${table}.${column}`);
		}
	} finally {
		db.closeSync();
		database.close();
	}
	return { infinite, report };
}

describe.runIf(isFull)('F24: business that is odd', () => {
	it('is flagged, and makes no score or figure that is no number', async (test) => {
		const company = await writeSmallCompany(testFolder(test));
		const orders = readFileSync(join(company.folder, 'orders.csv'), 'utf8').trimEnd().split('\n').slice(1);
		const [first = '', second = '', third = ''] = orders;
		const idOf = (line: string): string => line.split(',')[0] ?? '';
		changeLines(company, 'orders.csv', (lines) => [
			...lines.map((line) => (line === second ? line.replace(',EUR,', ',CHF,') : line)),
			// The same order again, and orders at the ends of what may be.
			first,
			'ODD-1,C000001,2026-10-13 10:00:00,CHF,France,web',
			'ODD-2,C000002,2023-10-16 00:00:00,EUR,Germany,web',
			'ODD-3,C000003,2026-10-13 23:59:59,EUR,Germany,web',
		]);
		changeLines(company, 'order_lines.csv', (lines) => [
			...lines,
			// Given back: more than was ever bought.
			'ODD-1-1,ODD-1,KD-1000,-90000,999.99',
			`ODD-1-2,${idOf(third)},KD-1000,-1,99999.99`,
			// A sale at a negative price, one at none, and one that nobody can pay.
			'ODD-2-1,ODD-2,KD-1001,3,-50.00',
			'ODD-2-2,ODD-2,KD-1001,3,0',
			'ODD-3-1,ODD-3,KD-1001,900000,999999.99',
		]);
		const { infinite, report } = await runOdd(dataFolder(test, withSnapshot), company);
		expect(report).toMatchObject({ status: 'ok', error: null });
		expect(infinite).toEqual([]);
		const quarantined = report.sources.filter((source) => source.quarantined > 0);
		expect(quarantined.map(({ name, quarantined: count }) => [name, count])).toEqual([['orders', 1]]);
	});

	it('in a currency without a rate fails its check by name, and the last snapshot stays up', async (test) => {
		const dataDir = dataFolder(test, withSnapshot);
		const before = await shownFigures(dataDir);
		const company = await writeSmallCompany(testFolder(test));
		changeLines(company, 'orders.csv', (lines) => [...lines, 'ODD-1,C000001,2026-10-13 10:00:00,XAU,France,web']);
		changeLines(company, 'order_lines.csv', (lines) => [...lines, 'ODD-1-1,ODD-1,KD-1000,1,10.00']);
		const answer = await kundig(['run', '--json', '--data', dataDir, '--config', company.config]);
		expect(answer.code).toBe(1);
		const { checks, error } = parseAnswer(answer) as RunAnswer;
		expect(error).toMatchObject({ kind: 'check' });
		expect(checks.filter(({ severity, status }) => severity === 'error' && status === 'failed')).toMatchObject([
			{ name: 'fct_order_lines.amount_base not_null', failing: 1 },
		]);
		expect(await shownFigures(dataDir)).toEqual(before);
	});
});

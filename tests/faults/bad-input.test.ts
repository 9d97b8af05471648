import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { figuresOf, shownFigures } from '../support/company-figures.ts';
import { dataFolder, testFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { changeLines, writeChangedCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { kundig, parseAnswer, runOnce, statusIn } from '../support/kundig-process.ts';

let states: CompanyStates;

beforeAll(async () => {
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

/** A data folder with an old snapshot, and the changed company's files to be spoilt. */
async function newFiles(test: TestContext): Promise<{ dataDir: string; company: Company }> {
	const company = await writeChangedCompany(testFolder(test));
	return { dataDir: dataFolder(test, states.withSnapshot), company };
}

interface QuarantineAnswer {
	readonly rows: readonly {
		readonly source: string;
		readonly position: string;
		readonly column: string | null;
		readonly reason: string;
		readonly original: string | null;
	}[];
	readonly counts: readonly { readonly source: string; readonly rows: number }[];
}

async function quarantine(dataDir: string): Promise<QuarantineAnswer> {
	return parseAnswer(await kundig(['quarantine', 'ls', '--json', '--data', dataDir])) as QuarantineAnswer;
}

function changeConfig(company: Company, from: string, to: string): void {
	const text = readFileSync(company.config, 'utf8');
	if (!text.includes(from)) throw new Error(`the config has no ${from}`);
	writeFileSync(company.config, text.replace(from, to));
}

interface Spoilt {
	readonly name: string;
	readonly spoil: (company: Company) => void;
	readonly says: RegExp;
}

/** Each spoils the order lines so that their source fails. */
const FAILING: readonly Spoilt[] = [
	{
		name: 'a missing file',
		spoil: ({ folder }) => rmSync(join(folder, 'order_lines.csv')),
		says: /order_lines\.csv/,
	},
	{
		name: 'a gzipped file that was cut short',
		spoil(company) {
			const bytes = gzipSync(readFileSync(join(company.folder, 'order_lines.csv')));
			writeFileSync(join(company.folder, 'order_lines.csv.gz'), bytes.subarray(0, bytes.length / 2));
			changeConfig(company, "'order_lines.csv'", "'order_lines.csv.gz'");
		},
		says: /order_lines\.csv\.gz/,
	},
	{
		name: 'a quote that never closes, with its line',
		// The header is line 1, so what was index 120 stands on line 121.
		spoil: (company) =>
			changeLines(company, 'order_lines.csv', (lines) =>
				lines.map((line, index) => (index === 120 ? line.replace(/^([^,]*),([^,]*)/, '$1,"$2') : line)),
			),
		says: /\b121\b/,
	},
	{
		name: 'more than one bad row in a hundred',
		spoil: (company) =>
			changeLines(company, 'order_lines.csv', (lines) =>
				lines.map((line, index) => (index % 50 === 1 ? line.replace(/,[^,]*,([^,]*)$/, ',two,$1') : line)),
			),
		says: /1 %|0\.01|quarantin|set aside/,
	},
];

describe('a source fails, and the last snapshot stays up,', () => {
	it.for(FAILING)('over $name', async ({ spoil, says }, test) => {
		const { dataDir, company } = await newFiles(test);
		const good = readFileSync(join(company.folder, 'order_lines.csv'));
		const goodConfig = readFileSync(company.config);
		spoil(company);

		const answer = await kundig(['run', '--json', '--data', dataDir, '--config', company.config]);
		expect(answer.code).toBe(1);
		const report = parseAnswer(answer) as Awaited<ReturnType<typeof runOnce>>;
		expect(report).toMatchObject({ status: 'failed', error: { kind: 'source' } });
		expect(report.error?.message).toMatch(says);
		expect(report.error?.hint).not.toBe('');
		const failed = report.sources.find(({ status }) => status === 'failed');
		expect(failed).toMatchObject({ name: 'order_lines', loaded: 0 });
		const { marts, metrics } = states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
		const status = await statusIn(dataDir, company.config);
		expect(status.runs[0]?.status).toBe('failed');
		expect(status.sources.find(({ name }) => name === 'order_lines')?.error).toMatch(says);

		writeFileSync(join(company.folder, 'order_lines.csv'), good);
		writeFileSync(company.config, goodConfig);
		expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok', error: null });
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect((await quarantine(dataDir)).rows).toEqual([]);
		const mended = await statusIn(dataDir, company.config);
		expect(mended.sources.map(({ error }) => error)).toEqual([null, null, null, null, null, null]);
	});
});

it('shows the rows of a load that was refused', async (test) => {
	const { dataDir, company } = await newFiles(test);
	FAILING[3]?.spoil(company);
	const report = await runOnce(dataDir, company.config);
	const { rows, counts } = await quarantine(dataDir);
	const source = report.sources.find(({ name }) => name === 'order_lines');
	expect(counts).toMatchObject([{ source: 'order_lines', rows: source?.quarantined }]);
	expect(rows[0]).toMatchObject({ source: 'order_lines', position: 'order_lines.csv:2', column: 'quantity' });
	expect(rows[1]).toMatchObject({
		position: 'order_lines.csv:52',
		original: expect.stringContaining(',two,') as string,
	});
});

it('sets a row with a letter in a number aside and loads the rest', async (test) => {
	const { dataDir, company } = await newFiles(test);
	let spoilt = '';
	changeLines(company, 'order_lines.csv', (lines) =>
		lines.map((line, index) => {
			if (index !== 41) return line;
			spoilt = line.replace(/,([^,]*)$/, ',l$1');
			return spoilt;
		}),
	);
	const report = await runOnce(dataDir, company.config);
	expect(report).toMatchObject({ status: 'ok', error: null });
	const source = report.sources.find(({ name }) => name === 'order_lines');
	expect(source).toMatchObject({ status: 'ok', quarantined: 1, unchanged: 0 });
	expect(source?.read).toBe((source?.loaded ?? 0) + 1);
	expect((await quarantine(dataDir)).rows).toMatchObject([
		{ source: 'order_lines', position: 'order_lines.csv:42', column: 'unit_price', original: spoilt },
	]);
	// It is this one line that the figures lack.
	const lines = (figures: { readonly marts: Readonly<Record<string, string>> } | null) =>
		Number(/^\d+/.exec(figures?.marts.fct_order_lines ?? '')?.[0]);
	expect(lines(await shownFigures(dataDir))).toBe(lines(states.figuresAfter) - 1);
});

/** Each breaks the config in one place. */
const CONFIGS = [
	{
		name: 'a key that nobody knows',
		from: "key: ['order_id'],",
		to: "key: ['order_id'], colour: 'red',",
		says: /colour/,
	},
	{ name: 'a schedule that is none', from: "'0 2 * * *'", to: "'0 25 * * *'", says: /0 25 \* \* \*|hour|25/ },
	{ name: 'two sources of one name', from: "name: 'orders',", to: "name: 'products',", says: /products/ },
	{ name: 'a mapping to no column', from: "order_id: 'order_id',", to: "order_id: 'order_no',", says: /order_no/ },
];

describe('a config stops before anything runs', () => {
	it.for(CONFIGS)('over $name', async ({ from, to, says }, test) => {
		const { company } = await newFiles(test);
		changeConfig(company, from, to);
		const dataDir = dataFolder(test);
		for (const verb of ['run', 'start']) {
			const answer = await kundig([verb, '--json', '--data', dataDir, '--config', company.config]);
			expect(answer.code).toBe(1);
			const { error } = parseAnswer(answer) as { error: { kind: string; message: string } };
			expect(error.kind).toBe('config');
			expect(error.message).toMatch(says);
		}
		expect(existsSync(join(dataDir, 'records.db'))).toBe(false);
	});
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';

/** A demo company of 200 customers in a folder of its own, with its config. */
export interface Company {
	readonly folder: string;
	readonly config: string;
}

/** Writes a company of 200 customers, always the same one: its run takes about a second. */
export async function writeSmallCompany(folder: string): Promise<Company> {
	mkdirSync(folder, { recursive: true });
	const out = join(folder, 'company');
	await writeCompany({ customers: 200, seed: 1, until: '2026-10-14', out });
	return { folder: out, config: join(out, 'kundig.config.ts') };
}

/** Changes a file of a company, line by line; the first line is the header. */
export function changeLines(company: Company, file: string, change: (lines: string[]) => string[]): void {
	const path = join(company.folder, file);
	const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
	writeFileSync(path, `${change(lines).join('\n')}\n`);
}

/** The same company some days later: order lines went, others came, a customer moved and a price was mended. */
export async function writeChangedCompany(folder: string): Promise<Company> {
	const company = await writeSmallCompany(folder);
	changeLines(company, 'order_lines.csv', (lines) => {
		const kept = lines.filter((_, index) => index === 0 || index % 50 !== 0);
		const added = lines.slice(1, 21).map((line) => `N${line}`);
		return [...kept, ...added];
	});
	changeLines(company, 'customers.csv', (lines) =>
		lines.map((line, index) => (index === 7 ? line.replace(/,[^,]*,([^,]*)$/, ',Liechtenstein,$1') : line)),
	);
	return company;
}

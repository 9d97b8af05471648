import { join } from 'node:path';
import { figuresOf } from './company-figures.ts';
import type { Figures } from './company-figures.ts';
import { makeFolder, removeFolder } from './company-folder.ts';
import { writeChangedCompany, writeSmallCompany } from './company.ts';
import type { Company } from './company.ts';
import { runOnce } from './kundig-process.ts';

/** A company before and after its files changed, and what undisturbed runs make of both. */
export interface CompanyStates {
	readonly folder: string;
	readonly before: Company;
	readonly after: Company;
	/** A data folder with one snapshot, of the company before; to be copied. */
	readonly withSnapshot: string;
	readonly figuresBefore: Figures;
	readonly figuresAfter: Figures;
	/** Of an undisturbed run into an empty folder, from the start of its process to its end. */
	readonly runMs: number;
	remove(): void;
}

/** Writes both companies and runs each into an empty data folder. */
export async function makeCompanyStates(): Promise<CompanyStates> {
	const folder = makeFolder();
	const before = await writeSmallCompany(join(folder, 'before'));
	const after = await writeChangedCompany(join(folder, 'after'));
	const withSnapshot = join(folder, 'with-snapshot');
	const fresh = join(folder, 'fresh');
	const figures: Figures[] = [];
	let runMs = 0;
	for (const [dataDir, company] of [
		[withSnapshot, before],
		[fresh, after],
	] as const) {
		const began = performance.now();
		const { error } = await runOnce(dataDir, company.config);
		if (error) throw new Error(`an undisturbed run failed: ${error.message}`);
		runMs = performance.now() - began;
		figures.push(await figuresOf(dataDir));
	}
	const [figuresBefore, figuresAfter] = figures;
	if (!figuresBefore || !figuresAfter) throw new Error('there are two companies');
	return {
		folder,
		before,
		after,
		withSnapshot,
		figuresBefore,
		figuresAfter,
		runMs,
		remove: () => removeFolder(folder),
	};
}

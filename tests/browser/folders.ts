import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that the browser tests write: of this run alone, as playwright.config.ts has named it to all its processes. */
export const testFolder =
	process.env.KUNDIG_BROWSER_FOLDER ?? join(tmpdir(), `kundig-browser-${process.getuid?.() ?? 0}`);
export const companyFolder = join(testFolder, 'company');
export const dataFolder = join(testFolder, 'data');

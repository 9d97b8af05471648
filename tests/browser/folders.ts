import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that the browser tests write; known to the server and to the tests, which add files to the company. */
export const testFolder = join(tmpdir(), `kundig-browser-${process.getuid?.() ?? 0}`);
export const companyFolder = join(testFolder, 'company');
export const dataFolder = join(testFolder, 'data');

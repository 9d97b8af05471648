import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.ts';

/** The folders that real data may lie in, in the order in which they are looked at. */
const FOLDERS = [
	process.env.KUNDIG_EXAMPLES ?? '',
	join(projectFolder, 'examples', 'data'),
	join(projectFolder, '..', 'shared', 'data'),
].filter((folder) => folder !== '');

/** The folder that holds a file of an example (`online-retail/online_retail.csv.gz`), null where it lies nowhere. */
export function examplesWith(file: string): string | null {
	return FOLDERS.find((folder) => existsSync(join(folder, file))) ?? null;
}

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../fixtures/shop/kundig.config.ts';
import { projectFolder } from './project.ts';

/** The tiny shop with a data folder of its own. */
export interface ShopFolder {
	readonly dataDir: string;
	readonly config: string;
	remove(): void;
}

/** Copies the tiny shop; `changes` go over its config. */
export function makeShopFolder(changes: Readonly<Record<string, unknown>> = {}): ShopFolder {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-shop-'));
	const shop = join(folder, 'shop');
	cpSync(join(projectFolder, 'tests', 'fixtures', 'shop'), shop, { recursive: true });
	const file = join(shop, 'kundig.config.ts');
	writeFileSync(file, `export default ${JSON.stringify({ ...config, ...changes })};\n`);
	return {
		dataDir: join(folder, 'data'),
		config: file,
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

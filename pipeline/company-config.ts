import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig } from './demo-company.ts';

/** The folder of a data folder's own config, which the pages write; what people add beside a config goes there, too. */
export const companyFolder = (dataDir: string): string => join(dataDir, 'company');
export const companyConfig = (dataDir: string): string => join(companyFolder(dataDir), 'kundig.config.ts');
export const hasCompany = (dataDir: string): boolean => existsSync(companyConfig(dataDir));

/** The config of a data folder where nobody names another: its company's, or else the demo's, which may not be made yet. */
export function folderConfig(dataDir: string): string {
	return hasCompany(dataDir) ? companyConfig(dataDir) : demoConfig(dataDir);
}

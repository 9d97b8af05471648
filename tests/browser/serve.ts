/** What the browser tests look at: a small demo company in a folder of its own, served as `npm start` serves it. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { projectFolder } from '../support/project.ts';
import { companyFolder, dataFolder, testFolder } from './folders.ts';

const port = process.argv[2] ?? '4617';

rmSync(testFolder, { recursive: true, force: true });
mkdirSync(testFolder, { recursive: true, mode: 0o700 });
await writeCompany({ customers: 600, seed: 7, until: '2026-10-14', out: companyFolder });
const kundig = spawn(
	process.execPath,
	[
		join(projectFolder, 'pipeline', 'kundig.js'),
		'start',
		'--no-schedule',
		'--port',
		port,
		'--data',
		dataFolder,
		'--config',
		join(companyFolder, 'kundig.config.ts'),
	],
	{ cwd: projectFolder, stdio: 'inherit' },
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => kundig.kill(signal));
kundig.on('exit', (code) => {
	rmSync(testFolder, { recursive: true, force: true });
	process.exitCode = code ?? 1;
});

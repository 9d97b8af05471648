import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { projectFolder } from './project.ts';

/** The dashboard's server as the supervisor holds it. */
export interface WebProcess {
	readonly child: ChildProcess;
	/** Resolves when the process has ended, however it did. */
	readonly ended: Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts the dashboard's server and hands it the listening socket: no request is refused while they change places.
 * @throws Error when it ends before it listens
 */
export async function startWeb(socket: Server, dataDir: string): Promise<WebProcess> {
	const child = fork(join(projectFolder, 'dashboard', 'server.ts'), [], {
		cwd: projectFolder,
		env: { ...process.env, KUNDIG_DATA: dataDir, NODE_ENV: 'production' },
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		child.on('message', (message) => {
			if (message === 'ready') child.send('listen', socket);
			if (message === 'listening') resolve();
		});
		child.once('exit', (code) => reject(new Error(`the dashboard's server ended before it listened (code ${code})`)));
	});
	return {
		child,
		ended,
		async stop() {
			child.kill('SIGTERM');
			const timer = setTimeout(() => child.kill('SIGKILL'), 8_000);
			await ended;
			clearTimeout(timer);
		},
	};
}

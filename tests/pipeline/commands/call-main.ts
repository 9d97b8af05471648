import { vi } from 'vitest';
import { main } from '#pipeline/main.ts';

/** What a call of the command line said, and how it ended. */
export interface Said {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Calls the command line in this process. */
export async function callMain(argv: readonly string[]): Promise<Said> {
	const said = { stdout: '', stderr: '' };
	for (const name of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[name], 'write').mockImplementation((text) => {
			said[name] += String(text);
			return true;
		});
	}
	const code = await main([...argv]);
	vi.restoreAllMocks();
	return { code, ...said };
}

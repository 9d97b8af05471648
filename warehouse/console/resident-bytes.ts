import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

async function fromProc(pid: number): Promise<number> {
	const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes ?? 0) * 1024;
}

async function fromPs(pid: number): Promise<number> {
	const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
	return Number(stdout) * 1024;
}

/** The memory a process holds, in bytes; 0 for one that has ended. */
export async function residentBytes(pid: number): Promise<number> {
	try {
		return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
	} catch {
		return 0;
	}
}

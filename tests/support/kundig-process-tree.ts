import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
	readonly pid: number;
	readonly parent: number;
	readonly isZombie: boolean;
	readonly command: string;
}

function fromProc(): ProcessEntry[] {
	const entries: ProcessEntry[] = [];
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			// The name in brackets may hold anything, brackets too.
			const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
			entries.push({ pid: Number(name), parent: Number(parent), isZombie: state === 'Z', command });
		} catch {
			// It has ended meanwhile.
		}
	}
	return entries;
}

function fromPs(): ProcessEntry[] {
	const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state=,command='], { encoding: 'utf8' });
	return text.split('\n').flatMap((line) => {
		const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
		if (!match) return [];
		const [, pid, parent, state, command] = match;
		return [
			{ pid: Number(pid), parent: Number(parent), isZombie: state?.startsWith('Z') ?? false, command: command ?? '' },
		];
	});
}

function processes(): ProcessEntry[] {
	return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

/** The child of a process whose command line has a word in it, or null. */
export function childOf(pid: number, word: string): number | null {
	const child = processes().find((entry) => entry.parent === pid && !entry.isZombie && entry.command.includes(word));
	return child?.pid ?? null;
}

/** Whether a process runs; one that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
	return processes().some((entry) => entry.pid === pid && !entry.isZombie);
}

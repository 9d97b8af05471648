import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface ProcessEntry {
	readonly pid: number;
	readonly parent: number;
	readonly isZombie: boolean;
}

function fromProc(pid: number): ProcessEntry | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name in brackets may hold anything, brackets too.
		const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { pid, parent: Number(parent), isZombie: state === 'Z' };
	} catch {
		return null;
	}
}

function fromPs(): ProcessEntry[] {
	const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' });
	return text.split('\n').flatMap((line) => {
		const [pid, parent, state] = line.trim().split(/\s+/);
		return state === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), isZombie: state.startsWith('Z') }];
	});
}

const hasProc = existsSync('/proc/self/stat');

function processes(): ProcessEntry[] {
	if (!hasProc) return fromPs();
	return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (fromProc(Number(name)) ?? []) : []));
}

function commandOf(pid: number): string {
	try {
		if (hasProc) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
		return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
	} catch {
		return '';
	}
}

/** The child of a process whose command line has a word in it, or null. */
export function childOf(pid: number, word: string): number | null {
	const children = processes().filter((entry) => entry.parent === pid && !entry.isZombie);
	return children.find((child) => commandOf(child.pid).includes(word))?.pid ?? null;
}

/** Whether a process runs; one that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
	const entry = hasProc ? fromProc(pid) : processes().find((each) => each.pid === pid);
	return entry !== undefined && entry !== null && !entry.isZombie;
}

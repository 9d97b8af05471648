import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { QueryError } from '../query.ts';
import type { Answer, Question } from './messages.ts';
import { residentBytes } from './resident-bytes.ts';

export interface ChildLimits {
	/** How long all answers together may take. */
	readonly timeoutSeconds: number;
	/** The memory the process may hold. */
	readonly residentBytes: number;
	/** Stops the query when it is raised. */
	readonly signal?: AbortSignal | undefined;
}

/** The process that runs one query. */
export interface Child {
	/**
	 * Asks for the next answer; one question at a time.
	 * @throws QueryError when the process was stopped at a limit, has failed or has ended
	 */
	ask(question: Question): Promise<Answer>;
	kill(): void;
}

const WATCH_EVERY_MS = 50;
const SCRIPT = fileURLToPath(new URL('./process.ts', import.meta.url));
/** For the values of rows on their way to JSON. */
const HEAP_MEGABYTES = 512;

function megabytes(bytes: number): string {
	return `${Math.round(bytes / 1_000_000)} MB`;
}

/** Starts the process for one query; it gets nothing of this process's environment. `sql` is for errors only. */
export function startChild(sql: string, limits: ChildLimits): Child {
	const child = fork(SCRIPT, [], {
		cwd: tmpdir(),
		env: {},
		execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_MEGABYTES}`],
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	let ended: QueryError | null = null;
	let settle: ((answer: Answer | QueryError) => void) | null = null;
	let millisecondsLeft = limits.timeoutSeconds * 1000;

	function stop(reason: string): void {
		ended ??= new QueryError(reason, sql);
		child.kill('SIGKILL');
	}

	async function watchMemory(): Promise<void> {
		while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
			if ((await residentBytes(child.pid)) > limits.residentBytes) {
				stop(`the query was stopped: it needed more than ${megabytes(limits.residentBytes)} of memory`);
			}
			await sleep(WATCH_EVERY_MS, undefined, { ref: false });
		}
	}

	child.on('message', (answer) => settle?.(answer as Answer));
	child.on('error', (error) => settle?.((ended ??= new QueryError(error.message, sql, { cause: error }))));
	child.on('exit', (code, signal) => {
		ended ??= new QueryError(`the query's process ended by itself (${signal ?? `exit code ${code}`})`, sql);
		settle?.(ended);
	});
	void watchMemory();
	const giveUp = (): void => stop('the query was given up');
	limits.signal?.addEventListener('abort', giveUp);
	child.once('exit', () => limits.signal?.removeEventListener('abort', giveUp));
	if (limits.signal?.aborted === true) giveUp();

	return {
		async ask(question) {
			if (ended) throw ended;
			const startedAt = performance.now();
			const timer = setTimeout(() => {
				stop(`the query was stopped: it took longer than ${limits.timeoutSeconds} s`);
			}, millisecondsLeft);
			const answer = await new Promise<Answer | QueryError>((resolve) => {
				settle = resolve;
				child.send(question);
			});
			clearTimeout(timer);
			millisecondsLeft -= performance.now() - startedAt;
			if (answer instanceof QueryError) throw answer;
			if (answer.kind === 'failed') throw new QueryError(answer.message, sql);
			return answer;
		},
		kill() {
			ended ??= new QueryError('the query was given up', sql);
			child.kill('SIGKILL');
		},
	};
}

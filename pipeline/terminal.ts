import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { ListrDefaultRendererLogLevels, ListrLogLevels } from 'listr2';
import type { StepState } from './progress.ts';

export type TaskState = Pick<StepState, 'status' | 'done' | 'total' | 'unit'>;

export interface PlannedTask {
	readonly key: string;
	readonly title: string;
}

/** Tasks with their bars on stderr, while somebody else does the work. */
export interface TaskDisplay {
	update(key: string, state: TaskState): void;
	/** Shows what did not end as left out, and waits until all is written. */
	finish(): Promise<void>;
}

const BAR_WIDTH = 24;
const BYTES_PER_MB = 1_000_000;

function amount(value: number, unit: string | null): string {
	return unit === 'bytes' ? `${(value / BYTES_PER_MB).toFixed(1)} MB` : value.toLocaleString('en');
}

/** A bar with its share and amounts: `████░░░░  50 %  3.1 MB of 6.2 MB`. */
export function progressBar(done: number, total: number, unit: string | null): string {
	const share = total <= 0 ? 1 : Math.min(done / total, 1);
	const filled = Math.round(share * BAR_WIDTH);
	const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
	const words = unit === null || unit === 'bytes' ? '' : ` ${unit}`;
	return `${bar} ${Math.round(share * 100)} %  ${amount(done, unit)} of ${amount(total, unit)}${words}`;
}

/** Shows tasks in their order, or side by side; plain lines where stderr is not a terminal. */
export function displayTasks(planned: readonly PlannedTask[], options: { readonly concurrent: boolean }): TaskDisplay {
	const ends = new Map<string, PromiseWithResolvers<'ok' | 'skipped'>>();
	const outputs = new Map<string, (text: string) => void>();
	for (const { key } of planned) {
		const end = Promise.withResolvers<'ok' | 'skipped'>();
		// A task that fails before the list comes to it is shown then; nobody waits for it until then.
		end.promise.catch(() => undefined);
		ends.set(key, end);
	}
	const onStderr = new ProcessOutput(process.stderr, process.stderr);
	const list = new Listr(
		planned.map(({ key, title }) => ({
			title,
			task: async (_, task) => {
				outputs.set(key, (text) => {
					task.output = text;
				});
				// A terminal shows what is given here in the place of the title.
				if ((await ends.get(key)?.promise) === 'skipped') task.skip(title);
			},
		})),
		{
			concurrent: options.concurrent,
			exitOnError: false,
			registerSignalListeners: false,
			fallbackRenderer: 'simple',
			// Progress goes where it does not mix with results.
			rendererOptions: { logger: new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput: onStderr }) },
			fallbackRendererOptions: { logger: new ListrLogger<ListrLogLevels>({ processOutput: onStderr }) },
		},
	);
	const shown = list.run().catch(() => undefined);
	return {
		update(key, { status, done, total, unit }) {
			if (status === 'running' && total !== null && process.stderr.isTTY)
				outputs.get(key)?.(progressBar(done, total, unit));
			if (status === 'ok' || status === 'skipped') ends.get(key)?.resolve(status);
			if (status === 'failed') ends.get(key)?.reject(new Error('failed'));
		},
		async finish() {
			for (const end of ends.values()) end.resolve('skipped');
			await shown;
		},
	};
}

/** A line for people, on stderr: stdout is for results. */
export function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

/** A result, on stdout. */
export function print(text: string): void {
	process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

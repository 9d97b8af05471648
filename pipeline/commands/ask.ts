import { createInterface } from 'node:readline/promises';

/** Asks a person; gives the default for an empty answer. */
export interface Asker {
	ask(question: string, defaultAnswer?: string): Promise<string>;
	/** Asks until one of the values, or its number, is answered. */
	choose(
		question: string,
		options: readonly { readonly value: string; readonly label: string }[],
		defaultValue?: string,
	): Promise<string>;
	confirm(question: string): Promise<boolean>;
	/** Says a line that is no result. */
	say(line: string): void;
	close(): void;
}

/** Nobody is there to answer any more. */
export class NoAnswerError extends Error {
	constructor() {
		super('there is nobody to answer: the input has ended');
		this.name = 'NoAnswerError';
	}
}

/** Questions on one stream, answers from another: the terminal's own, or those of a test. */
export function openAsker(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
	const lines = createInterface({ input, output });
	// A terminal in raw mode turns Ctrl C into an event of its own.
	lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	const ended = new AbortController();
	lines.on('close', () => ended.abort());
	const say = (line: string): void => void output.write(`${line}\n`);
	const ask = async (question: string, defaultAnswer?: string): Promise<string> => {
		const shown = defaultAnswer === undefined || defaultAnswer === '' ? '' : ` [${defaultAnswer}]`;
		for (;;) {
			if (ended.signal.aborted) throw new NoAnswerError();
			const answer = await lines.question(`${question}${shown}: `, { signal: ended.signal }).catch(() => {
				throw new NoAnswerError();
			});
			if (answer.trim() !== '') return answer.trim();
			if (defaultAnswer !== undefined) return defaultAnswer;
		}
	};
	return {
		ask,
		say,
		async choose(question, options, defaultValue) {
			say(question);
			options.forEach(({ value, label }, index) =>
				say(`  ${index + 1}  ${value}${label === value ? '' : `: ${label}`}`),
			);
			for (;;) {
				const answer = await ask('number or name', defaultValue);
				const names = answer.split(',').map((part) => options[Number(part.trim()) - 1]?.value ?? part.trim());
				if (names.every((name) => options.some(({ value }) => value === name))) return names.join(',');
				say(`"${answer}" is none of them`);
			}
		},
		async confirm(question) {
			for (;;) {
				const answer = (await ask(`${question} (yes or no)`, 'yes')).toLowerCase();
				if (['y', 'yes', 'j', 'ja'].includes(answer)) return true;
				if (['n', 'no', 'nein'].includes(answer)) return false;
			}
		},
		close: () => lines.close(),
	};
}

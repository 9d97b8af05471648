import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { Connection } from '../database.ts';
import { unsafe } from '../query.ts';
import { openResultStream } from '../result-stream.ts';
import { admitQuery } from './admission.ts';
import { giveAnswers } from './answers.ts';
import type { Given } from './answers.ts';
import { openLocked } from './lock.ts';
import type { Answer, ConsoleRequest, Question } from './messages.ts';

// One query that a person typed, in a process of its own: neither DuckDB's memory limit nor its interrupt bounds every
// query, but a process can be killed, and the parent does that. It asks for each piece, so a slow reader holds nothing up.

/** When memory or the processor is short, this process should be the one to go without; where that is forbidden, so be it. */
function stepBack(): void {
	try {
		setPriority(10);
		if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000');
	} catch {
		return;
	}
}

async function* answer(connection: Connection, { sql, output }: ConsoleRequest): AsyncGenerator<Answer, Given> {
	await admitQuery(connection, sql);
	await using result = await openResultStream(connection, unsafe(sql));
	return yield* giveAnswers(result, sql, output);
}

let answers: AsyncGenerator<Answer, Given> | null = null;
let seconds = 0;

async function reply(question: Question): Promise<Answer> {
	if (question.kind === 'start') {
		const { marts, memoryLimit } = question.request;
		answers = answer(await openLocked(marts, memoryLimit), question.request);
	}
	if (!answers) return { kind: 'failed', message: `expected the question start, received ${question.kind}` };
	const startedAt = performance.now();
	const next = await answers.next();
	seconds += (performance.now() - startedAt) / 1000;
	return next.done ? { kind: 'end', ...next.value, seconds: Math.round(seconds * 1000) / 1000 } : next.value;
}

function toFailure(error: unknown): Answer {
	return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
}

process.on('message', (question: Question) => {
	void reply(question)
		.catch(toFailure)
		.then((message) => process.send?.(message));
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
stepBack();

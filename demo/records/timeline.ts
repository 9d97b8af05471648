import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Author } from '#records/changes/act.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { newId } from '#records/values/id.ts';
import type { Moment, Moments } from './moments.ts';
import type { SeededIds } from './seeded-ids.ts';
import { idOf } from './written.ts';
import type { Written } from './written.ts';

/** What an act writes. */
type Work = (transaction: RecordsTransaction, author: Author) => Promise<unknown>;

interface Act {
	readonly moment: Moment;
	readonly by: Written;
	readonly work: Work;
}

const ACTS_PER_TRANSACTION = 400;

/** What people did in the records, written in the order in which it happened. */
export class Timeline {
	readonly #acts: Act[] = [];
	readonly #moments: Moments;

	constructor(moments: Moments) {
		this.#moments = moments;
	}

	/** Adds what somebody did; what lies after the history has not happened yet. Gives whether it has. */
	add(moment: Moment, by: Written, work: Work): boolean {
		if (moment >= this.#moments.end) return false;
		this.#acts.push({ moment, by, work });
		return true;
	}

	/** Does everything, each act in a batch of its own, some hundred in a transaction. */
	async writeInto(
		records: Records,
		ids: SeededIds,
		onProgress: (share: number) => void,
		signal: AbortSignal | undefined,
	): Promise<void> {
		const acts = this.#acts.sort((one, other) => one.moment - other.moment);
		for (let from = 0; from < acts.length; from += ACTS_PER_TRANSACTION) {
			await records.transaction().execute(async (transaction) => {
				for (const { moment, by, work } of acts.slice(from, from + ACTS_PER_TRANSACTION)) {
					const at = this.#moments.instant(moment);
					ids.setInstant(at);
					await work(transaction, { userId: idOf(by), batchId: newId(), at });
				}
			});
			onProgress(Math.min((from + ACTS_PER_TRANSACTION) / acts.length, 1));
			await nextTurn();
			signal?.throwIfAborted();
		}
	}
}

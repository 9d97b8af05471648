/** Waits for a word, then wants the same run many times; says the ids it was given. */
import { openRecords } from '#records/database.ts';
import { wantRun } from '#records/runs.ts';

const records = await openRecords(process.argv[2] ?? '');
process.once('message', () => {
	void (async () => {
		const ids = [];
		for (let index = 0; index < 20; index += 1) ids.push((await wantRun(records, { trigger: 'page' })).runId);
		process.send?.(ids);
		await records.destroy();
		process.disconnect?.();
	})();
});
process.send?.('ready');

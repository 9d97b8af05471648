import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf, leftovers, recordsIntegrity, runsIn, shownFigures } from '../support/company-figures.ts';
import type { Figures } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { kundig, launch, runOnce } from '../support/kundig-process.ts';
import { inTwos, isFull, repetitions, seed, seededRandom } from '../support/faults.ts';

let states: CompanyStates;

beforeAll(async () => {
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

function shownPart({ marts, metrics }: Figures): Pick<Figures, 'marts' | 'metrics'> {
	return { marts, metrics };
}

/** After a run was killed: readers see one snapshot whole, and a normal run makes everything right. */
async function expectRecovery(dataDir: string, possible: readonly (Figures | null)[]): Promise<void> {
	const shown = await shownFigures(dataDir);
	expect(possible.map((figures) => figures && shownPart(figures))).toContainEqual(shown);

	const report = await runOnce(dataDir, states.after.config);
	expect(report.error).toBeNull();
	expect(['ok', 'unchanged']).toContain(report.status);
	for (const { name, read, loaded, unchanged, quarantined } of report.sources) {
		expect(read, name).toBe(loaded + unchanged + quarantined);
		// Files are read whole each time, the records after what the killed run has loaded of them.
		if (name !== 'records') expect(read, name).toBeGreaterThan(0);
	}
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	expect(leftovers(dataDir)).toEqual([]);
	expect(recordsIntegrity(dataDir)).toBe('ok');
	expect(runsIn(dataDir).filter(({ status }) => status === 'running' || status === 'wanted')).toEqual([]);
}

it('gives the same figures whether a changed file meets an empty folder or an old snapshot', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	expect((await runOnce(dataDir, states.after.config)).status).toBe('ok');
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});

/** `load.inserted@4` is the fourth time a run comes there: at the fourth source, the order lines. */
const POINTS = [
	'load.staged',
	'load.staged@4',
	'load.inserted',
	'load.inserted@4',
	'load.committed',
	'load.committed@4',
	'run.loaded',
	'run.transformed',
	'score.predicted',
	'score.noted',
	'score.committed',
	'run.scored',
	'run.checked',
	'publish.closed',
	'publish.synced',
	'publish.renamed',
	'publish.pointed',
];
/** Where an empty folder differs from one with a snapshot: tables are made, and there is nothing to go back to. */
const FIRST_POINTS = isFull
	? POINTS
	: [
			'load.inserted@4',
			'load.committed',
			'score.noted',
			'score.committed',
			'publish.synced',
			'publish.renamed',
			'publish.pointed',
		];
const isPublished = (point: string): boolean => point === 'publish.pointed';

describe.concurrent('a run killed at a point and run again', () => {
	it.for(FIRST_POINTS)('K2: %s, before the first snapshot', (point, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test);
			const killed = await kundig(['run', '--data', dataDir, '--config', states.after.config], {
				KUNDIG_FAILPOINT: point,
			});
			expect(killed.signal).toBe('SIGKILL');
			await expectRecovery(dataDir, [isPublished(point) ? states.figuresAfter : null]);
		}),
	);

	const repeated = POINTS.flatMap((point) => repetitions(20).map((time) => ({ point, time })));
	it.for(repeated)('K2: $point, with an old snapshot up (time $time)', ({ point }, test) =>
		inTwos(async () => {
			// Two files changed, so the fourth time is the second.
			const killAt = point.replace('@4', '@2');
			const dataDir = dataFolder(test, states.withSnapshot);
			const killed = await kundig(['run', '--data', dataDir, '--config', states.after.config], {
				KUNDIG_FAILPOINT: killAt,
			});
			expect(killed.signal).toBe('SIGKILL');
			await expectRecovery(dataDir, [isPublished(point) ? states.figuresAfter : states.figuresBefore]);
			expect(runsIn(dataDir).map(({ kind }) => kind)).toEqual(['', 'interrupted', '']);
		}),
	);
});

describe.concurrent(`a run killed at a random moment and run again (KUNDIG_SEED=${seed})`, () => {
	const random = seededRandom(seed);
	const moments = Array.from({ length: isFull ? 500 : 20 }, (_, index) => ({ index, share: random() }));

	it.for(moments)('K1: moment $index, after $share of a run', ({ index, share }, test) =>
		inTwos(async () => {
			const isFresh = index % 2 === 0;
			const dataDir = dataFolder(test, isFresh ? null : states.withSnapshot);
			const run = launch(test, ['run', '--data', dataDir, '--config', states.after.config]);
			const timer = setTimeout(() => run.kill('SIGKILL'), share * states.runMs);
			await run.closed;
			clearTimeout(timer);
			await expectRecovery(dataDir, [isFresh ? null : states.figuresBefore, states.figuresAfter]);
		}),
	);
});

import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
// What a request carries (App.Locals), for this project does not include the dashboard's.
import type {} from '../../dashboard/src/app.d.ts';
import { closeStores, requestSnapshot } from '#lib/server/warehouse.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { dataFolder } from '../support/company-folder.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import { launchProgram, until } from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

const PUBLISHES = isFull ? 150 : 25;
const LEAST_READS = isFull ? 5_000 : 300;

/** Which snapshot each query of a request saw. */
async function marks(db: Connection, relation: 'fct_orders' | 'rollup_orders' | 'dim_people'): Promise<string[]> {
	const from = { fct_orders: sql`fct_orders`, rollup_orders: sql`rollup_orders`, dim_people: sql`dim_people` };
	const found = await rows<{ mark: string }>(db, sql`select distinct mark from ${from[relation]}`);
	return found.map(({ mark }) => mark);
}

it(`M4: readers see one snapshot a request while ${PUBLISHES} are published (KUNDIG_SEED=${seed})`, async (test) => {
	const dataDir = dataFolder(test);
	vi.stubEnv('KUNDIG_DATA', dataDir);
	test.onTestFinished(async () => {
		await closeStores();
		vi.unstubAllEnvs();
	});
	const random = seededRandom(seed);
	const publisher = launchProgram(process.execPath, [
		join(projectFolder, 'tests', 'faults', 'publisher', 'publish.ts'),
		dataDir,
		String(PUBLISHES),
	]);
	test.onTestFinished(() => publisher.kill('SIGKILL'));
	let isPublishing = true;
	const published = publisher.closed.finally(() => (isPublishing = false));
	await until('the first snapshot', () => requestSnapshot().catch(() => null));

	const torn: string[][] = [];
	const seen = new Set<string>();
	let reads = 0;

	/** A request as pages make it: several reads of the one snapshot, some kept, with other work between. */
	async function request(): Promise<void> {
		const snapshot = await requestSnapshot();
		if (snapshot === null) throw new Error('there was a snapshot before');
		const found = new Set<string>([snapshot.id]);
		const read = async (relation: 'fct_orders' | 'rollup_orders' | 'dim_people'): Promise<void> => {
			const isKept = random() < 0.3;
			const use = (db: Connection): Promise<string[]> => marks(db, relation);
			for (const mark of await (isKept ? snapshot.cached(relation, use) : snapshot.read(use))) found.add(mark);
			reads += 1;
		};
		await Promise.all([read('fct_orders'), read('dim_people')]);
		for (let turn = Math.floor(random() * 20); turn > 0; turn -= 1) await nextTurn();
		await read('rollup_orders');
		if (snapshot.facts.companyName !== `Shop ${snapshot.id}`) found.add(snapshot.facts.companyName);
		if (found.size > 1) torn.push([...found]);
		seen.add(snapshot.id);
	}

	async function reader(index: number): Promise<void> {
		// Three readers all the time, up to twenty now and then.
		while (isPublishing || reads < LEAST_READS) {
			if (index < 3 || random() < 0.3) await request();
			else for (let turn = 0; turn < 50; turn += 1) await nextTurn();
		}
	}

	await Promise.all(Array.from({ length: 20 }, (_, index) => reader(index)));
	expect(await published, publisher.stderr()).toEqual({ code: 0, signal: null });
	expect(torn).toEqual([]);
	expect(reads).toBeGreaterThanOrEqual(LEAST_READS);
	// They did read while snapshots came and went, not before or after.
	expect(seen.size).toBeGreaterThan(PUBLISHES / 5);
});

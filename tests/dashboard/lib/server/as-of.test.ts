import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cookies } from '@sveltejs/kit';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { useSnapshot } from '#records/snapshots.ts';
import { chooseAsOf } from '#lib/server/as-of.ts';
import { snapshotsFolder } from '#lib/server/settings.ts';
import { ownRecords } from './data-folder.ts';

const kept = new Map<string, string>();
/** A browser's cookies as far as they are asked for here. */
const cookies = {
	get: (name: string) => kept.get(name),
	set: (name: string, value: string) => void kept.set(name, value),
	delete: (name: string) => void kept.delete(name),
} as unknown as Cookies;

const choose = (address: string) => chooseAsOf(new URL(address, 'http://localhost:4600'), cookies);
const NOW = { viewedId: null, isGone: false };

beforeAll(async () => {
	const db = await ownRecords();
	for (const id of ['OLD', 'NEW']) {
		await db
			.insertInto('snapshots')
			.values({
				snapshot_id: id,
				run_id: 'R',
				as_of: '2026-01-01',
				fingerprint: id,
				bytes: 1,
				published_at: '2026-01-01T00:00:00Z',
				details: '{}',
			})
			.execute();
		mkdirSync(join(snapshotsFolder(), id), { recursive: true });
	}
	await useSnapshot(db, 'NEW');
});
beforeEach(() => kept.clear());

test('without a choice it is the one in use', async () => {
	expect(await choose('/customers')).toEqual(NOW);
	expect(kept.size).toBe(0);
});

test('an address chooses an earlier one, and links without it keep it', async () => {
	expect(await choose('/?snapshot=OLD')).toEqual({ viewedId: 'OLD', isGone: false });
	expect(await choose('/segments')).toEqual({ viewedId: 'OLD', isGone: false });
});

test('an address stands above what was kept, and going back to now ends it', async () => {
	await choose('/?snapshot=OLD');
	expect(await choose('/?snapshot=now')).toEqual(NOW);
	expect(await choose('/')).toEqual(NOW);
});

test('to look at the one in use is to look at now', async () => {
	await choose('/?snapshot=OLD');
	expect(await choose('/?snapshot=NEW')).toEqual(NOW);
	expect(await choose('/')).toEqual(NOW);
});

test.each(['GONE', '../records.db', ''])(
	'of %j, which is not kept, it says so once and shows the one in use',
	async (id) => {
		await choose('/?snapshot=OLD');
		expect(await choose(`/?snapshot=${encodeURIComponent(id)}`)).toEqual({ viewedId: null, isGone: true });
		expect(await choose('/')).toEqual(NOW);
	},
);

test('one whose files were deleted meanwhile is gone, though the records still know it', async () => {
	await choose('/?snapshot=OLD');
	rmSync(join(snapshotsFolder(), 'OLD'), { recursive: true });
	expect(await choose('/')).toEqual({ viewedId: null, isGone: true });
	mkdirSync(join(snapshotsFolder(), 'OLD'));
});

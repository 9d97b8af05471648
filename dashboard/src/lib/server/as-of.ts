import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cookies } from '@sveltejs/kit';
import { currentSnapshot, listSnapshots } from '#records/snapshots.ts';
import { isRecordId } from './record-id.ts';
import { records } from './records.ts';
import { snapshotsFolder } from './settings.ts';

/** Names the snapshot in an address; `now` goes back to the one in use. */
export const SNAPSHOT_PARAM = 'snapshot';
const COOKIE = 'kundig_snapshot';
const NOW = 'now';

/** Which snapshot a request reads, and how it came to that. */
export interface AsOfChoice {
	/** An earlier snapshot that the reader looks at, or null for the one in use. */
	readonly viewedId: string | null;
	/** Whether the one that they looked at is gone, so that they see the one in use. */
	readonly isGone: boolean;
}

/**
 * What the reader chose to look at: by the address, which is kept for the links that follow, or by what was kept. It ends
 * with the browser's session, when they go back to now, and when the snapshot is gone. The one in use is no choice.
 */
export async function chooseAsOf(url: URL, cookies: Cookies): Promise<AsOfChoice> {
	const named = url.searchParams.get(SNAPSHOT_PARAM);
	const wanted = named ?? cookies.get(COOKIE) ?? null;
	const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;
	const forget = (): void => {
		if (cookies.get(COOKIE) !== undefined) cookies.delete(COOKIE, options);
	};
	if (wanted === null) return { viewedId: null, isGone: false };
	if (wanted === NOW) {
		forget();
		return { viewedId: null, isGone: false };
	}
	const db = await records();
	const isKept =
		isRecordId(wanted) &&
		(await listSnapshots(db)).some(({ id }) => id === wanted) &&
		existsSync(join(snapshotsFolder(), wanted));
	const isInUse = (await currentSnapshot(db))?.id === wanted;
	if (!isKept || isInUse) {
		forget();
		return { viewedId: null, isGone: !isKept };
	}
	if (named !== null) cookies.set(COOKIE, wanted, options);
	return { viewedId: wanted, isGone: false };
}

import type { RequestSnapshot } from '#lib/server/warehouse.ts';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import { openMarts } from '../../../warehouse/metrics/mart-tables.ts';
import type { TestLine } from '../../../warehouse/metrics/mart-tables.ts';
import { TINY_SHOP } from '../../../warehouse/metrics/tiny-shop.ts';

export interface TinySnapshot {
	readonly snapshot: RequestSnapshot;
	/** The keys that answers were kept under, in order. */
	readonly keys: string[];
	close(): void;
}

/** The tiny shop (tests/warehouse/metrics/README.md works its figures out) as a request's snapshot that keeps nothing. */
export async function openTinySnapshot(
	options: { readonly lines?: readonly TestLine[]; readonly also?: string } = {},
): Promise<TinySnapshot> {
	const { lines = TINY_SHOP, ...rest } = options;
	const marts = await openMarts({ lines, ...rest });
	const { db } = marts;
	const keys: string[] = [];
	const snapshot: RequestSnapshot = {
		id: 'snap1',
		facts: await snapshotFacts(db),
		publishedAt: '2025-04-11T03:00:00Z',
		read: (use) => use(db),
		cached: (key, use) => {
			keys.push(key);
			return use(db);
		},
	};
	return { snapshot, keys, close: () => marts.close() };
}

import type { ByteCount } from './byte-progress.ts';
import type { Backfill } from '#records/runs.ts';

/** What a load is told by its run. */
export interface LoadContext {
	readonly runId: string;
	/** Copies that are needed meanwhile lie in `tmp/<runId>` of it. */
	readonly dataDir: string;
	/** Paths of the source are relative to it. */
	readonly configDir: string;
	/** Loads everything anew. */
	readonly full: boolean;
	readonly fencingToken: number;
	/** What pseudonyms are keyed with. */
	readonly pseudonymKey: Uint8Array;
	/** Asked right before the commit: whether the run still holds its lease. */
	readonly isCurrent: () => boolean | Promise<boolean>;
	/** The company's zone. */
	readonly zone: string;
	/** Where secrets are, by the names that the config has. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** A part of the source to read, beside its live cursor. */
	readonly backfill?: Backfill | undefined;
	/** How much of an ordered read is committed at once. */
	readonly commitEvery?: { readonly rows: number; readonly ms: number } | undefined;
	readonly signal?: AbortSignal;
	readonly onProgress?: (count: ByteCount) => void;
}

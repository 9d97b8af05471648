import type { ByteCount } from './byte-progress.ts';

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
	/** Asked right before the commit: whether the run still holds its lease. */
	readonly isCurrent: () => boolean | Promise<boolean>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (count: ByteCount) => void;
}

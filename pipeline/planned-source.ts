export interface PlannedSource {
	readonly name: string;
	/** What is loaded so far, in words; null when nothing is. */
	readonly cursor: string | null;
	/** What waits, in words. */
	readonly pending: string;
}

/** What a run would do with a source. */
export interface SourceWork {
	readonly planned: PlannedSource;
	/** Whether it has anything new. */
	readonly isPending: boolean;
}

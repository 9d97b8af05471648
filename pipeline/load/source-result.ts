import type { Drift } from '../sources/contract/drift.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';

/** A file of a source and what became of it. */
export interface FileResult {
	readonly file: string;
	readonly status: 'loaded' | 'unchanged';
	readonly bytes: number;
	readonly read: number;
	readonly quarantined: number;
	readonly blankLines: number;
}

/** What a load did. Counts are records: read = loaded + unchanged + quarantined. */
export interface SourceResult {
	readonly name: string;
	readonly status: 'ok';
	readonly read: number;
	readonly loaded: number;
	/** Records that were known already: of files whose content was loaded before, or rows that raw has as they are. */
	readonly unchanged: number;
	/** Rows that went because the content they came from is gone. */
	readonly removed: number;
	readonly quarantined: number;
	readonly seconds: number;
	/** Of these, seconds for the hashes of the files. */
	readonly hashSeconds: number;
	/** How far a source that is read by cursor is loaded; null for others. */
	readonly cursor: string | null;
	/** What somebody ought to know of the source although it was loaded, in sentences. */
	readonly notes: readonly string[];
	/** None of a source that gives rows. */
	readonly files: readonly FileResult[];
	readonly drift: readonly Drift[];
	/** Records that this load set aside, at most 1,000. */
	readonly quarantine: readonly QuarantinedRow[];
}

import type { FieldIssue } from '#records/input/issues.ts';
import type { FormValues } from './field.ts';

/** A field that somebody else changed while this one was being typed. */
export interface ConflictField {
	readonly field: string;
	/** What is stored now; empty for nothing. */
	readonly theirs: string;
}

/** Somebody saved the record in the meantime: both are shown, and nothing was overwritten. */
export interface Conflict {
	/** The version that is stored now: saving with it overwrites theirs on purpose. */
	readonly version: number;
	readonly by: string;
	readonly at: string;
	readonly isDeleted: boolean;
	/** Those fields of the form that differ from what is stored now. */
	readonly fields: readonly ConflictField[];
}

/** What a form action gives back: a saved record, or what keeps it from being saved. */
export interface FormAnswer {
	/** Which form of the page this answers, where it has several. */
	readonly form?: string;
	readonly values?: FormValues;
	readonly issues?: readonly FieldIssue[];
	readonly conflict?: Conflict | null;
	/** The act that was done: what undo takes back. */
	readonly batchId?: string;
}

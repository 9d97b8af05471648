/**
 * What was found in a file, as pages show it and somebody confirms it: plain JSON that the pipeline writes and the dashboard
 * reads, for neither imports the other.
 */
export interface SourceLook {
	/** What the source is to be called. */
	readonly name: string;
	/** Rows that were looked at, and whether those are all. */
	readonly rows: number;
	readonly isWhole: boolean;
	/** The export of a CRM that it was recognised as: `salesforce-accounts`. */
	readonly preset: string | null;
	readonly columns: readonly LookedColumn[];
	readonly key: readonly string[];
	readonly disposition: UploadDisposition;
	readonly entities: readonly LookedEntity[];
	/** What the data alone cannot tell; while one has no suggestion nothing can be confirmed. */
	readonly questions: readonly LookedQuestion[];
	/** What a person ought to know, in sentences. */
	readonly problems: readonly string[];
	/** The first rows of each entity, as they would come out. */
	readonly preview: readonly LookedPreview[];
	/** How many rows that was made of, and those that would be set aside. */
	readonly previewedRows: number;
	readonly aside: readonly LookedReason[];
	/** What this is more of; null where it would be a source of its own. */
	readonly continues: ContinuedSource | null;
	/** Why a load of it would be refused; null when it would not be. */
	readonly refused: UploadError | null;
}

/** A source that a file belongs to, beside others. */
export interface ContinuedSource {
	/** Its name, or what it is to be called. */
	readonly source: string;
	/** What becomes of the rows that are there. */
	readonly disposition: UploadDisposition;
	/** The upload that becomes the source; null for one that is there already. */
	readonly uploadId: string | null;
}

/** What a newer file does to the rows that are there: takes their place, changes those of its keys, comes on top. */
export const UPLOAD_DISPOSITIONS = ['replace', 'merge', 'append'] as const;
export type UploadDisposition = (typeof UPLOAD_DISPOSITIONS)[number] | 'scd2';

/** as it is; as a keyed hash; not at all. */
export const PROTECTIONS = ['none', 'pseudonym', 'drop'] as const;
export type Protection = (typeof PROTECTIONS)[number];

export const LOOKED_TYPES = ['text', 'integer', 'decimal', 'float', 'boolean', 'date', 'timestamp'] as const;
export type LookedType = (typeof LOOKED_TYPES)[number];

export interface LookedColumn {
	readonly name: string;
	readonly type: LookedType;
	/** Up to three values; what looks like a person's is masked. */
	readonly examples: readonly string[];
	/** A sentence: why this type. */
	readonly evidence: string;
	/** Rows without a value. */
	readonly empty: number;
	readonly distinct: number;
	readonly protection: Protection;
}

export interface LookedEntity {
	readonly entity: string;
	readonly why: string;
	/** Columns of the entity, and which column of the file fills each. */
	readonly columns: readonly FilledColumn[];
	/** Columns that a row of the entity cannot do without, and that nothing fills. */
	readonly missing: readonly string[];
}

export interface FilledColumn {
	readonly column: string;
	/** A column of the file; null for what is worked out of several, or is the same in every row. */
	readonly from: string | null;
	/** The value of what is the same in every row; null otherwise. */
	readonly fixed: string | null;
	readonly why: string;
}

/** What can be asked of a file. */
export const LOOKED_QUESTIONS = ['dates', 'numbers', 'entity'] as const;

export interface LookedQuestion {
	readonly id: (typeof LOOKED_QUESTIONS)[number];
	readonly text: string;
	readonly options: readonly { readonly value: string; readonly label: string }[];
	readonly suggested: string | null;
}

export interface LookedPreview {
	readonly entity: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number | boolean | null)[])[];
	/** Rows of the entity that the rows tried give. */
	readonly count: number;
}

export interface LookedReason {
	readonly reason: string;
	readonly column: string | null;
	readonly rows: number;
}

export interface UploadError {
	readonly message: string;
	readonly hint: string;
}

/** What somebody wants otherwise than it was found; what is left out stays as found. */
export interface UploadChoices {
	readonly name?: string;
	readonly dates?: string;
	readonly numbers?: string;
	/** Names of entities with commas between, or `none`. */
	readonly entity?: string;
	/** Columns with commas between, or `none`. */
	readonly key?: string;
	readonly disposition?: (typeof UPLOAD_DISPOSITIONS)[number];
	/** By column of the file. */
	readonly types?: Readonly<Record<string, LookedType>>;
	readonly protection?: Readonly<Record<string, Protection>>;
	/** By entity, then by column of the file: the column of the entity that it fills, or an empty text for none. */
	readonly fills?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** By entity, then by column of the entity: one value for every row, or an empty text for none. */
	readonly fixed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** False where it is to be a source of its own, although one like it is there. */
	readonly continues?: boolean;
}

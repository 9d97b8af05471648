import type { Protection } from '#records/source-look.ts';
import type { StagingValue } from '#warehouse/staging.ts';
import type { ColumnType, Disposition } from '../contract/source-schema.ts';
import type { QuarantineReason } from '../contract/quarantined-row.ts';
import type { FileKind } from '../file/schema.ts';
import type { ProposedOrigin } from './proposed-origin.ts';

/** How a file is to be read, as `format` of a config says it; what is left out is the default. */
export interface ProposedFormat {
	readonly kind?: FileKind;
	readonly sheet?: number;
	readonly preset?: 'german-excel';
	readonly delimiter?: string;
	readonly quote?: string;
	readonly encoding?: string;
	readonly decimal?: '.' | ',';
	readonly thousands?: '.' | ',' | ' ' | "'";
	readonly dateFormat?: string;
	readonly timestampFormat?: string;
}

/** A column as it is to be declared, with what speaks for it. */
export interface ColumnProposal {
	readonly name: string;
	readonly type: ColumnType;
	readonly required: boolean;
	/** Up to three values; what looks like a person's is masked (`a…@example.com`). */
	readonly examples: readonly string[];
	/** A sentence: why this type. */
	readonly evidence: string;
	/** The share of values that the type holds, 0 to 1; 1 when there is none. */
	readonly fits: number;
	/** Rows without a value. */
	readonly empty: number;
	readonly distinct: number;
	/** SQL that reads a text as what it really is, where the one format of the source does not; null when nothing is needed. */
	readonly reading: { readonly type: ColumnType; readonly sql: string } | null;
	/** Whether it is loaded as it is, as a keyed hash, or not at all. */
	readonly protection: Protection;
}

/** What fills a column of an entity, and why. */
export interface MappedColumn {
	readonly column: string;
	readonly value: StagingValue;
	/** 0 to 1. */
	readonly confidence: number;
	readonly why: string;
}

export interface EntityProposal {
	readonly entity: string;
	readonly confidence: number;
	readonly why: string;
	readonly columns: readonly MappedColumn[];
}

export const QUESTIONS = ['dates', 'numbers', 'entity', 'table', 'rows', 'cursor'] as const;
export type QuestionId = (typeof QUESTIONS)[number];

/** What the data alone cannot tell. The look is taken again with the answer, by the question's id. */
export interface Question {
	readonly id: QuestionId;
	readonly text: string;
	readonly options: readonly { readonly value: string; readonly label: string }[];
	/** What it probably is; null when one is as likely as the other, so that nobody else can answer. */
	readonly suggested: string | null;
}

/** Answers to questions, and what a person wants otherwise than proposed. */
export interface Answers {
	readonly dates?: string | undefined;
	readonly numbers?: string | undefined;
	/** Names of entities with commas between, or `none`. */
	readonly entity?: string | undefined;
	/** Columns with commas between, or `none`. */
	readonly key?: string | undefined;
	/** The table of a database, as its config writes it. */
	readonly table?: string | undefined;
	/** The path to the list of rows in an answer; empty where the answer is the list. */
	readonly rows?: string | undefined;
	/** The column by which a source of rows is read on, or `none`: all of it each time. */
	readonly cursor?: string | undefined;
}

/** The first rows of an entity as they would come out. */
export interface PreviewedEntity {
	readonly entity: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number | boolean | null)[])[];
	/** Rows of the entity that the rows tried give. */
	readonly count: number;
}

/** How a source of rows is to be read on, as its config says it. */
export interface ProposedCursor {
	readonly column: string;
	/** Seconds of times, days of dates, units of numbers that are read again each time. */
	readonly lag?: number;
	/** Rows without a value are loaded. */
	readonly missing?: 'include';
}

/** What a source is proposed to be: plain JSON, for a page as for the command line. */
export interface SourceProposal {
	readonly name: string;
	/** Of a file; `rows` for what is no file. */
	readonly kind: FileKind | 'rows';
	/** As a person named it: a path, a pattern, an address; without what is secret in it. */
	readonly reference: string;
	/** Where the rows are, as a config says it; left out for a file of this machine. */
	readonly origin?: ProposedOrigin;
	readonly format: ProposedFormat;
	/** The zone of its times, where that is known; the company's otherwise. */
	readonly zone: string | null;
	/** Rows that were looked at, and whether those are all. */
	readonly rows: number;
	readonly isWhole: boolean;
	readonly columns: readonly ColumnProposal[];
	readonly key: readonly string[];
	readonly keyEvidence: string;
	readonly disposition: Disposition;
	/** The column that tells the newer of two rows of a key. */
	readonly version: string | null;
	readonly deleted: { readonly column: string; readonly values?: readonly string[] } | null;
	/** Columns that grow with every change, the surest first: what a source of pages can be read on from. */
	readonly cursors: readonly {
		readonly column: string;
		readonly why: string;
		/** With what it grows: with changes of rows too, or with new rows alone. */
		readonly grows: 'changes' | 'rows';
	}[];
	/** By what a source of rows is read on; left out where all of it is read each time. */
	readonly cursor?: ProposedCursor;
	/** The export of a CRM that it is: `salesforce-accounts`. */
	readonly preset: string | null;
	readonly entities: readonly EntityProposal[];
	readonly questions: readonly Question[];
	/** What a person ought to know before they load it, in sentences. */
	readonly problems: readonly string[];
	/** The first rows of each entity; of big files those of a part of them. */
	readonly preview: readonly PreviewedEntity[];
	/** How many rows of the source the preview was made of. */
	readonly previewedRows: number;
	/** Those of them that would be set aside, by column and reason. */
	readonly aside: readonly ReasonCount[];
	/** Variables that the environment lacks, and that the source takes its secrets from. */
	readonly unset?: readonly string[];
}

/** Rows that are set aside for one reason. */
export interface ReasonCount {
	readonly reason: QuarantineReason;
	/** The column that is wrong, null where the row as a whole is. */
	readonly column: string | null;
	readonly rows: number;
}

/** A proposal before its rows were tried. */
export type Unpreviewed = Omit<SourceProposal, 'preview' | 'previewedRows' | 'aside'>;

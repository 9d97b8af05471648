import type { Connection } from '#warehouse/database.ts';
import type { Drift } from '../contract/drift.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import type { RowContract } from '../contract/row-contract.ts';
import type { StageTable } from '../contract/stage.ts';
import type { ReadOptions } from './chunks.ts';
import type { FileFormat } from './file-format.ts';
import type { FoundFile } from './files.ts';

/** How the files of a source are read. */
export interface ReadingRules {
	readonly format: FileFormat;
	readonly contract: RowContract;
	/** How many records set aside are kept with their text; beyond it they are counted. */
	readonly keptQuarantined: number;
}

/** A file that is to be read into a temporary table. */
export interface FileReading {
	readonly connection: Connection;
	readonly file: FoundFile;
	/** Name of the temporary table. */
	readonly table: string;
	readonly rules: ReadingRules;
	/** Copies that are needed meanwhile lie in it; it goes when the file has been read. */
	readonly folder: string;
	readonly options: ReadOptions;
}

/** The records of a file in a temporary table, and what no record could be made of. */
export interface FileRecords {
	readonly stage: StageTable;
	/** By line; at most `keptQuarantined` of the rules. */
	readonly broken: readonly QuarantinedRow[];
	readonly brokenCount: number;
	readonly blankLines: number;
	readonly drift: readonly Drift[];
	/** Texts of the records on these lines, by line, as the file has them. */
	readonly originals: (lines: ReadonlySet<number>) => Promise<ReadonlyMap<number, string>>;
}

/** Reads a file of one kind; null for a file without any record. */
export type OpenRecords = (reading: FileReading) => Promise<FileRecords | null>;

/**
 * receiving: its pieces are on their way; waiting: to be looked at; open: somebody has to say whether it is right;
 * confirmed: it is; failed: it could not be looked at, or not be added; added: it is a source. One that waits and names a
 * source is on its way back from it.
 */
export type UploadState = 'receiving' | 'waiting' | 'open' | 'confirmed' | 'failed' | 'added';

export interface UploadsTable {
	upload_id: string;
	file_name: string;
	/** How big it is, and how much of it is here. */
	bytes: number;
	received: number;
	received_at: string;
	state: UploadState;
	/** What somebody said of it: JSON of UploadChoices. */
	choices: string;
	/** Grows with the choices: a look that was made by earlier ones is none. */
	revision: number;
	/** JSON of SourceLook. It holds rows of people: it goes when the upload ends. */
	look: string | null;
	/** JSON of UploadError. */
	error: string | null;
	/** The source that it became, is becoming, or comes back from. */
	source: string | null;
	addition_id: string | null;
	ended_at: string | null;
}

/** A request to make sources of the uploads that name it. */
export interface AdditionsTable {
	addition_id: string;
	/** 1 where they take the place of the demo company. */
	replaces_demo: number;
	/** JSON of NewCompany, where there is no config of the company's own yet. */
	company: string | null;
	wanted_at: string;
	ended_at: string | null;
	error: string | null;
	/** The run that loads them. */
	run_id: string | null;
}

/** A request to take a source back whose files were dropped. */
export interface RemovalsTable {
	removal_id: string;
	source: string;
	wanted_at: string;
	ended_at: string | null;
	/** JSON of RemovalError. */
	error: string | null;
	/** The run with which its rows leave the figures. */
	run_id: string | null;
	/** When a run forgot its rows. */
	forgotten_at: string | null;
}

/** named: one that somebody named at the start; company: the data folder's own, which pages write; demo: the demo's. */
export type ConfigKind = 'named' | 'company' | 'demo';

export interface ConfigInUseTable {
	id: number;
	kind: ConfigKind;
	file: string;
	company: string;
	currency: string;
	zone: string;
}

export interface UploadsSchema {
	uploads: UploadsTable;
	additions: AdditionsTable;
	removals: RemovalsTable;
	config_in_use: ConfigInUseTable;
}

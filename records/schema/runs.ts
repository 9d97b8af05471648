import type { Generated } from 'kysely';
import type { Flag } from './columns.ts';

export type RunTrigger = 'start' | 'schedule' | 'page' | 'command' | 'edit';
export type RunStatus = 'wanted' | 'running' | 'ok' | 'unchanged' | 'failed' | 'cancelled';
export type StepStatus = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
/** All but `filed` are the end of a slot. */
export type SlotState = 'filed' | 'succeeded' | 'failed' | 'missed' | 'overlapped' | 'skipped';
/** What becomes of slots that came while nothing looked: the newest runs, each runs, or none does. */
export type CatchUp = 'latest' | 'all' | 'skip';

export interface RunsTable {
	run_id: string;
	trigger: RunTrigger;
	status: RunStatus;
	is_full: Flag;
	/** 1 when every model is to be fitted anew. */
	is_refit: Flag;
	/** JSON `{ from, to }` of a range of its sources that is read beside their cursors; null for what is new. */
	backfill: string | null;
	/** JSON list of source names, null for all. */
	only_sources: string | null;
	wanted_at: string;
	started_at: string | null;
	ended_at: string | null;
	seconds: number | null;
	pid: number | null;
	heartbeat_at: string | null;
	fencing_token: number | null;
	is_cancel_wanted: Flag;
	snapshot_id: string | null;
	as_of: string | null;
	/** The run's report as `run --json` prints it. */
	report: string | null;
	/** JSON `{ kind, message, hint, isRetryable }`. */
	error: string | null;
	/** 1 for the first; a repeated one names the run before it. */
	attempt: Generated<number>;
	previous_run_id: string | null;
	/** When a failed run is to be tried again; null where it is not, or another has taken that over. */
	retry_at: string | null;
}

export interface RunStepsTable {
	run_id: string;
	position: number;
	name: string;
	source: string | null;
	status: StepStatus;
	done: number;
	total: number | null;
	unit: string | null;
	started_at: string | null;
	seconds: number | null;
}

export interface SnapshotsTable {
	snapshot_id: string;
	run_id: string;
	as_of: string;
	/** Of the transforms, mapping and settings it was built from. */
	fingerprint: string;
	bytes: number;
	published_at: string;
	/** JSON: relations with their rows, checks. */
	details: string;
}

export interface PointerTable {
	id: number;
	snapshot_id: string;
	moved_at: string;
	reason: string;
}

export interface SourceStatesTable {
	source: string;
	last_loaded_at: string | null;
	last_checked_at: string | null;
	rows: number;
	late_after_hours: number | null;
	error: string | null;
	/** JSON, a `SourceDescription`; null of what is typed in Kundig itself. */
	description: string | null;
}

export interface QuarantineTable {
	quarantine_id: Generated<number>;
	run_id: string;
	source: string;
	table_name: string;
	file: string | null;
	line: number | null;
	column_name: string | null;
	reason: string;
	message: string;
	original: string | null;
	/** 1 when the whole load was refused, so nothing of it was loaded. */
	is_rejected_load: Flag;
	quarantined_at: string;
}

export interface SchedulesTable {
	schedule_id: string;
	cron: string;
	zone: string;
	catch_up: CatchUp;
	/** JSON list of source names, null for all. */
	only_sources: string | null;
	/** 1 while the config names it. */
	is_active: Flag;
	/** Every slot up to here is in the ledger. */
	looked_until: string;
	next_slot_at: string | null;
}

export interface SlotsTable {
	schedule_id: string;
	slot_at: string;
	state: SlotState;
	/** Of its newest attempt; of the run in its way where it was overlapped; null while it waits for its turn. */
	run_id: string | null;
	noticed_at: string;
	ended_at: string | null;
}

export interface LeaseTable {
	id: number;
	owner: string;
	pid: number;
	role: string;
	token: number;
	taken_at: string;
	renewed_at: string;
}

export interface RunsSchema {
	runs: RunsTable;
	run_steps: RunStepsTable;
	snapshots: SnapshotsTable;
	pointer: PointerTable;
	source_states: SourceStatesTable;
	quarantine: QuarantineTable;
	schedules: SchedulesTable;
	slots: SlotsTable;
	lease: LeaseTable;
}

import type { Generated } from 'kysely';
import type { Flag } from './columns.ts';

export type RunTrigger = 'start' | 'schedule' | 'page' | 'command' | 'edit';
export type RunStatus = 'wanted' | 'running' | 'ok' | 'unchanged' | 'failed' | 'cancelled';
export type StepStatus = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
export type SlotState = 'began' | 'run' | 'missed' | 'overlap';

export interface RunsTable {
	run_id: string;
	trigger: RunTrigger;
	status: RunStatus;
	is_full: Flag;
	/** 1 when every model is to be fitted anew. */
	is_refit: Flag;
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
	/** JSON `{ kind, message, hint }`. */
	error: string | null;
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

export interface SlotsTable {
	slot_at: string;
	state: SlotState;
	run_id: string | null;
	noticed_at: string;
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
	slots: SlotsTable;
	lease: LeaseTable;
}

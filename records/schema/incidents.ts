/** Runs of a schedule that fail, or a source that brings nothing new. */
export type IncidentKind = 'runs' | 'late';
export type AlertEvent = 'opened' | 'closed' | 'test';
export type AlertChannel = 'email' | 'webhook';
export type AlertState = 'waiting' | 'sent' | 'failed';

export interface IncidentsTable {
	incident_id: string;
	/** What it is about: one of each is open at a time. */
	subject: string;
	kind: IncidentKind;
	/** The run that failed last when it was opened. */
	run_id: string | null;
	source: string | null;
	/** The first slot that failed, or when the source brought something last. */
	failing_since: string;
	opened_at: string;
	closed_at: string | null;
}

export interface AlertsTable {
	alert_id: string;
	/** null for a test. */
	incident_id: string | null;
	event: AlertEvent;
	channel: AlertChannel;
	state: AlertState;
	attempts: number;
	/** When a waiting one is tried next. */
	next_at: string | null;
	created_at: string;
	ended_at: string | null;
	/** Why the last attempt failed. */
	error: string | null;
}

export interface AlertChannelsTable {
	channel: AlertChannel;
	/** The server that it goes through, for people to recognise: no address of a person. */
	target: string;
}

export interface IncidentsSchema {
	incidents: IncidentsTable;
	alerts: AlertsTable;
	alert_channels: AlertChannelsTable;
}

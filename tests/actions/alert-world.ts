import type { Alert } from '#records/alerts.ts';
import type { AlertFacts } from '#actions/compose-alert.ts';
import type { Run, RunError } from '#records/runs.ts';

const ALERT: Alert = {
	alertId: '01JALERT',
	incidentId: '01JINCIDENT',
	event: 'opened',
	channel: 'email',
	state: 'waiting',
	attempts: 0,
	nextAt: '2026-03-29T01:05:00.000Z',
	createdAt: '2026-03-29T01:05:00.000Z',
	endedAt: null,
	error: null,
};

const RUN: Run = {
	runId: '01JRUN',
	trigger: 'schedule',
	status: 'failed',
	isFull: false,
	isRefit: false,
	backfill: null,
	onlySources: null,
	wantedAt: '2026-03-29T00:00:00.000Z',
	startedAt: '2026-03-29T00:00:00.000Z',
	endedAt: '2026-03-29T01:04:00.000Z',
	seconds: 4,
	isCancelWanted: false,
	snapshotId: 'S1',
	asOf: '2026-03-28',
	report: null,
	error: null,
	attempt: 4,
	previousRunId: '01JBEFORE',
	retryAt: null,
};

/** What a message about runs that failed with an error is made from. */
export function runFacts(error: RunError, changes: Partial<AlertFacts> = {}): AlertFacts {
	return {
		alert: ALERT,
		incident: {
			incidentId: '01JINCIDENT',
			subject: 'schedule:x',
			kind: 'runs',
			runId: '01JRUN',
			source: null,
			failingSince: '2026-03-28T01:00:00.000Z',
			openedAt: '2026-03-29T01:05:00.000Z',
			closedAt: null,
		},
		run: { ...RUN, error },
		source: null,
		snapshot: { id: 'S1', asOf: '2026-03-28', publishedAt: '2026-03-27T01:00:10.000Z' },
		company: 'Alpenkraut',
		zone: 'Europe/Berlin',
		link: 'https://kundig.example.com',
		...changes,
	};
}

/** The same of a test message. */
export function testFacts(): AlertFacts {
	const facts = runFacts({ kind: 'source', message: '', hint: '' });
	return { ...facts, alert: { ...ALERT, incidentId: null, event: 'test' }, incident: null, run: null };
}

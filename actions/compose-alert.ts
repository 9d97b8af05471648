import type { Alert } from '#records/alerts.ts';
import type { Incident } from '#records/incidents.ts';
import type { Run, RunError } from '#records/runs.ts';
import type { Snapshot } from '#records/snapshots.ts';
import type { SourceState } from '#records/sources.ts';
import { summarizeFailure } from './summarize-failure.ts';

/** What a message is made from. */
export interface AlertFacts {
	readonly alert: Alert;
	/** null for a test. */
	readonly incident: Incident | null;
	/** The run that failed last. */
	readonly run: Run | null;
	/** What is known of a late source. */
	readonly source: SourceState | null;
	/** What pages show now. */
	readonly snapshot: Pick<Snapshot, 'id' | 'asOf' | 'publishedAt'> | null;
	readonly company: string;
	/** The zone in which instants are told. */
	readonly zone: string;
	/** The address of the dashboard, without a slash at its end. */
	readonly link: string;
}

/** A message, ready for any channel. */
export interface ComposedAlert {
	readonly id: string;
	readonly subject: string;
	readonly text: string;
	readonly payload: Readonly<Record<string, unknown>>;
}

const FAILURES: Readonly<Record<string, string>> = {
	source: 'a source could not be loaded',
	config: 'the config is wrong',
	storage: 'the disk could not be written',
	check: 'a check of the figures failed',
	interrupted: 'the process of the run ended before it did',
	fenced: 'another process had taken over',
	held: 'another process holds the data folder',
};

function describeInstant(instant: string, zone: string): string {
	const when = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
	const written = when.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
	return `${written} (${zone})`;
}

/** The last day that figures as of a day hold. */
const lastDay = (asOf: string): string =>
	Temporal.PlainDate.from(asOf).subtract({ days: 1 }).toLocaleString('en-GB', { dateStyle: 'medium' });

function whatFailed({ incident, run, source, zone }: AlertFacts, failure: RunError | null): string {
	if (incident === null) return 'Nothing: this is a test, sent by hand from the Data page.';
	const since = describeInstant(incident.failingSince, zone);
	if (incident.kind === 'late') {
		const hours = source?.lateAfterHours ?? null;
		const limit = hours === null ? '' : ` It is late after ${hours} hours.`;
		return `The source ${incident.source ?? ''} has brought nothing new since ${since}.${limit}`;
	}
	const kind = FAILURES[failure?.kind ?? ''] ?? 'something went wrong inside';
	const detail = failure === null || failure.message === '' ? '' : ` (${failure.message})`;
	const attempts = run === null || run.attempt === 1 ? '' : ` It was tried ${run.attempt} times.`;
	return `Scheduled runs have failed since ${since}: ${kind}${detail}.${attempts}`;
}

function whatStands({ snapshot, zone }: AlertFacts): string {
	if (snapshot === null) return 'There are no figures yet.';
	return (
		`The figures up to ${lastDay(snapshot.asOf)} are still shown (snapshot ${snapshot.id}, published ` +
		`${describeInstant(snapshot.publishedAt, zone)}). Nothing is lost and nothing is doubled.`
	);
}

function whatToDo({ incident }: AlertFacts, failure: RunError | null): string {
	if (incident === null) return 'Nothing. Messages about failures will come this way.';
	if (incident.kind === 'late') {
		return 'See whether the system that exports this source still does, and where it writes to.';
	}
	const hint = failure?.hint ?? '';
	return hint === '' ? 'Look at the run.' : `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`;
}

function subjectOf({ alert, incident, company }: AlertFacts): string {
	if (incident === null) return `[Kundig] ${company}: a test`;
	const late = incident.kind === 'late';
	if (alert.event === 'closed') {
		return late
			? `[Kundig] ${company}: the source ${incident.source ?? ''} brings new rows again`
			: `[Kundig] ${company}: scheduled runs succeed again`;
	}
	return late
		? `[Kundig] ${company}: the source ${incident.source ?? ''} is late`
		: `[Kundig] ${company}: scheduled runs fail`;
}

/**
 * Composes a message: what failed and since when, what still stands, what to do, and where to look. No row of anybody is in
 * it.
 */
export function composeAlert(facts: AlertFacts): ComposedAlert {
	const { alert, incident, run, snapshot, company, zone, link } = facts;
	const failure = run?.error ? summarizeFailure(run.error) : null;
	const page = incident?.runId ? `${link}/data/runs/${incident.runId}` : `${link}/data`;
	const subject = subjectOf(facts);
	const isOver = alert.event === 'closed' && incident !== null;
	const sections: readonly (readonly [string, string])[] = isOver
		? [
				[
					'What is over',
					incident.kind === 'late'
						? `The source ${incident.source ?? ''} was late since ${describeInstant(incident.failingSince, zone)}.`
						: `Scheduled runs failed since ${describeInstant(incident.failingSince, zone)}.`,
				],
				['What is shown now', whatStands(facts)],
			]
		: [
				['What failed', whatFailed(facts, failure)],
				['What still stands', whatStands(facts)],
				['What to do', whatToDo(facts, failure)],
			];
	const end =
		incident === null || isOver ? [] : ['You are told this once. Another message follows when it is over.', ''];
	const text = [
		`${subject.replace('[Kundig] ', '')}.`,
		'',
		...sections.flatMap(([title, words]) => [title, `  ${words}`, '']),
		`Look at it: ${page}`,
		'',
		...end,
	].join('\n');
	return {
		id: alert.alertId,
		subject,
		text,
		payload: {
			id: alert.alertId,
			event: incident === null ? 'test' : `incident.${alert.event}`,
			at: alert.createdAt,
			company,
			incident:
				incident === null
					? null
					: {
							id: incident.incidentId,
							kind: incident.kind,
							source: incident.source,
							failingSince: incident.failingSince,
							openedAt: incident.openedAt,
							closedAt: incident.closedAt,
						},
			run: run === null ? null : { id: run.runId, attempt: run.attempt, endedAt: run.endedAt },
			failure: failure === null || isOver ? null : { kind: failure.kind, message: failure.message, hint: failure.hint },
			stands:
				snapshot === null ? null : { snapshot: snapshot.id, asOf: snapshot.asOf, publishedAt: snapshot.publishedAt },
			text: sections.map(([, words]) => words).join(' '),
			link: page,
		},
	};
}

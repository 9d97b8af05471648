import { expect, it } from 'vitest';
import { composeAlert } from '#actions/compose-alert.ts';
import { runFacts, testFacts } from './alert-world.ts';

const MISSING = { kind: 'source', message: 'orders.csv does not exist', hint: 'put it back' };

it('says what failed and since when, what still stands, what to do and where to look', () => {
	const { subject, text, payload } = composeAlert(runFacts(MISSING));
	expect(subject).toBe('[Kundig] Alpenkraut: scheduled runs fail');
	// 01:00 UTC on 28 March is 02:00 in Berlin; the figures as of 28 March hold everything up to the 27th.
	expect(text).toBe(
		[
			'Alpenkraut: scheduled runs fail.',
			'',
			'What failed',
			'  Scheduled runs have failed since 28 Mar 2026, 02:00 (Europe/Berlin): a source could not be loaded (orders.csv does not exist). It was tried 4 times.',
			'',
			'What still stands',
			'  The figures up to 27 Mar 2026 are still shown (snapshot S1, published 27 Mar 2026, 02:00 (Europe/Berlin)). Nothing is lost and nothing is doubled.',
			'',
			'What to do',
			'  Put it back.',
			'',
			'Look at it: https://kundig.example.com/data/runs/01JRUN',
			'',
			'You are told this once. Another message follows when it is over.',
			'',
		].join('\n'),
	);
	expect(payload).toMatchObject({
		id: '01JALERT',
		event: 'incident.opened',
		company: 'Alpenkraut',
		incident: { id: '01JINCIDENT', kind: 'runs', failingSince: '2026-03-28T01:00:00.000Z', closedAt: null },
		run: { id: '01JRUN', attempt: 4 },
		failure: MISSING,
		stands: { snapshot: 'S1', asOf: '2026-03-28' },
		link: 'https://kundig.example.com/data/runs/01JRUN',
	});
});

it('carries no row: neither the one that broke a contract nor what a database quotes', () => {
	const contract = {
		kind: 'source',
		message:
			'source orders: 9 of 20 records break its contract (at most 1 % may); the first: o.csv line 3: email is "ada@x.org"',
		hint: 'mend the file',
	};
	const internal = { kind: 'internal', message: 'Conversion Error: could not convert "ada@x.org"', hint: 'run again' };
	for (const error of [contract, internal]) {
		const composed = composeAlert(runFacts(error));
		expect(JSON.stringify(composed)).not.toContain('ada@x.org');
	}
	expect(composeAlert(runFacts(contract)).text).toContain('9 of 20 records break its contract (at most 1 % may)');
	expect(composeAlert(runFacts(internal)).text).toContain('something went wrong inside.');
});

it('says before the first snapshot that there are no figures yet', () => {
	const { text, payload } = composeAlert(runFacts(MISSING, { snapshot: null }));
	expect(text).toContain('There are no figures yet.');
	expect(payload).toMatchObject({ stands: null });
});

it('says that it is over, what it was and what is shown now', () => {
	const facts = runFacts(MISSING);
	const { subject, text, payload } = composeAlert({ ...facts, alert: { ...facts.alert, event: 'closed' } });
	expect(subject).toBe('[Kundig] Alpenkraut: scheduled runs succeed again');
	expect(text).toContain('Scheduled runs failed since 28 Mar 2026, 02:00 (Europe/Berlin).');
	expect(text).not.toContain('What to do');
	expect(payload).toMatchObject({ event: 'incident.closed', failure: null });
});

it('names the source that is late, since when, and how late it may be', () => {
	const facts = runFacts(MISSING);
	const { subject, text } = composeAlert({
		...facts,
		run: null,
		incident: facts.incident && { ...facts.incident, kind: 'late', runId: null, source: 'orders' },
		source: {
			source: 'orders',
			lastLoadedAt: '2026-03-28T01:00:00.000Z',
			lastCheckedAt: null,
			rows: 7,
			lateAfterHours: 36,
			error: null,
		},
	});
	expect(subject).toBe('[Kundig] Alpenkraut: the source orders is late');
	expect(text).toContain(
		'has brought nothing new since 28 Mar 2026, 02:00 (Europe/Berlin). It is late after 36 hours.',
	);
	expect(text).toContain('Look at it: https://kundig.example.com/data\n');
});

it('says of a test that it is one', () => {
	const { subject, text, payload } = composeAlert(testFacts());
	expect(subject).toBe('[Kundig] Alpenkraut: a test');
	expect(text).toContain('this is a test');
	expect(text).not.toContain('You are told this once');
	expect(payload).toMatchObject({ event: 'test', incident: null, run: null });
});

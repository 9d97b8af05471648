import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { DataPage } from '#lib/server/data.ts';
import ChecksTable from '../../../../dashboard/src/routes/data/ChecksTable.svelte';
import FailureText from '../../../../dashboard/src/routes/data/FailureText.svelte';
import QuarantineTable from '../../../../dashboard/src/routes/data/QuarantineTable.svelte';
import SourcesTable from '../../../../dashboard/src/routes/data/SourcesTable.svelte';
import StateSentence from '../../../../dashboard/src/routes/data/StateSentence.svelte';
import StateSheet from '../../../../dashboard/src/routes/data/StateSheet.svelte';
import { words } from '../../lib/components/words.ts';

const said = (markup: string): string => words(markup).replaceAll('\u202f', ' ').replaceAll(' ,', ',');

const run = {
	runId: 'R2',
	trigger: 'schedule' as const,
	status: 'ok' as const,
	isFull: false,
	isRefit: false,
	backfill: null,
	onlySources: null,
	wantedAt: '2026-11-24T01:00:00Z',
	startedAt: '2026-11-24T01:00:00Z',
	endedAt: '2026-11-24T01:00:04Z',
	seconds: 4,
	isCancelWanted: false,
	snapshotId: 'S2',
	asOf: '2026-11-24',
	error: null,
	attempt: 1,
	previousRunId: null,
	retryAt: null,
	counts: null,
};
const snapshot = { id: 'S2', runId: 'R2', asOf: '2026-11-24', bytes: 1, publishedAt: '2026-11-24T01:00:04Z' };
const source = {
	source: 'orders',
	lastLoadedAt: '2026-11-24T01:00:01Z',
	lastCheckedAt: '2026-11-24T01:00:01Z',
	rows: 17_780,
	lateAfterHours: 48,
	error: null,
	freshness: 'ok' as const,
	counts: { read: 17_781, loaded: 80, unchanged: 17_700, quarantined: 1 },
};
const row = {
	runId: 'R2',
	source: 'orders',
	table: 'orders__rows',
	file: 'orders.csv',
	line: 7,
	column: 'quantity',
	reason: 'type_mismatch',
	message: 'quantity is "two" (expected an integer such as 1234)',
	original: 'S9,<script>alert(1)</script>,two',
	isRejectedLoad: false,
};
const page: DataPage = {
	shown: { ...snapshot, isShown: true, isViewed: false },
	snapshots: [{ ...snapshot, isShown: true, isViewed: false }],
	checks: [{ name: 'fct_orders.order_id unique', severity: 'error', status: 'passed', failing: 0 }],
	runs: [run],
	lastRun: run,
	progress: null,
	sources: [source],
	schedule: { schedules: [], isWatched: true, nextSlotAt: null, slots: [] },
	alerts: { incidents: [], ways: [], alerts: [] },
	quarantine: {
		filter: { source: null, reason: null, column: null, page: 1 },
		rows: [],
		counts: [],
		total: 0,
		pages: 1,
	},
	lineage: { nodes: [], relations: [] },
	node: null,
	metrics: [],
	now: '2026-11-24T07:00:04Z',
	zone: 'Europe/Berlin',
};
const sentence = (data: DataPage): string => said(render(StateSentence, { props: { data } }).body);
const sheet = (data: DataPage): string => said(render(StateSheet, { props: { data } }).body);

test('the verdict is the worst there is to say, and how far the figures reach', () => {
	expect(sentence(page)).toBe('All is in order. The figures reach up to 23 Nov 2026; they were published 6 hours ago.');
	const late = { ...page, sources: [source, { ...source, source: 'lines', freshness: 'late' as const }] };
	expect(sentence(late)).toContain('One source is late.');
	const older = { ...late, snapshots: [{ ...snapshot, id: 'S3', isShown: false, isViewed: false }, ...page.snapshots] };
	expect(sentence(older)).toContain('Older figures are shown.');
	expect(sentence({ ...older, lastRun: { ...run, status: 'failed' } })).toContain('The last run failed.');
	expect(sentence({ ...page, shown: null })).toBe('No figures are published yet.');
});

test('the sheet sums up figures, last run, sources, quarantine and checks', () => {
	const text = sheet(page);
	expect(text).toContain('Figures up to 23 Nov 2026 Published 6 hours ago, by this run');
	expect(text).toContain('Last run OK 24 Nov 2026, 02:00, Schedule, 4 s');
	expect(text).toContain('Sources 1 of 1 fresh None late, none failed');
	expect(text).toContain('Quarantine 0 Nothing set aside');
	expect(text).toContain('Checks 1 of 1 All passed');
});

test('the sheet names the source in trouble and counts what is set aside', () => {
	const text = sheet({
		...page,
		sources: [source, { ...source, source: 'lines', error: 'the file is gone' }],
		quarantine: {
			...page.quarantine,
			counts: [
				{ source: 'orders', reason: 'type_mismatch', rows: 1200 },
				{ source: 'lines', reason: 'size_limit', rows: 34 },
			],
			total: 1234,
		},
	});
	expect(text).toContain('1 of 2 fresh lines');
	expect(text).toContain('Quarantine 1,234 Rows of 2 sources');
});

test('a data folder without anything says so in each part', () => {
	const text = sheet({ ...page, shown: null, checks: [], lastRun: null, sources: [] });
	expect(text).toContain('Figures up to – No snapshot so far');
	expect(text).toContain('Last run – No run so far');
	expect(text).toContain('Sources – No source has been loaded');
	expect(text).toContain('Checks – No check has been asked');
});

test('a source shows that read is loaded, unchanged and quarantined, and its error in words', () => {
	const sources = [{ ...source, error: 'orders.csv does not exist' }];
	const text = said(render(SourcesTable, { props: { sources, now: page.now, zone: page.zone } }).body);
	expect(text).toContain('orders orders.csv does not exist Failed 6 hours ago 17,780 17,781 80 17,700 1');
});

test('a bad row shows its line, reason, message and text, and runs nothing of it', () => {
	const { body } = render(QuarantineTable, { props: { rows: [row, { ...row, line: 8, isRejectedLoad: true }] } });
	expect(body).not.toContain('<script>alert');
	expect(body).toContain('S9,&lt;script>alert(1)&lt;/script>,two');
	expect(said(body)).toContain('orders.csv :7 Wrong type quantity quantity is "two"');
	expect(said(body).match(/Whole load refused/g)).toHaveLength(1);
	expect(said(render(QuarantineTable, { props: { rows: [] } }).body)).toContain('No row is set aside');
});

test('what stopped a run comes first, then warnings, then what passed', () => {
	const check = { severity: 'warn' as const, status: 'failed' as const };
	const checks = [
		...page.checks,
		{ ...check, name: 'fct_order_lines.cost_base known', failing: 1200 },
		{ ...check, name: 'fct_orders.order_id in x', severity: 'error' as const, failing: 1, sample: ['A1'] },
	];
	const text = said(render(ChecksTable, { props: { checks } }).body);
	const places = ['Every order_id of fct_orders', 'The cost of every sale', 'Every order_id occurs once'];
	expect(places.map((each) => text.indexOf(each)).filter((at) => at < 0)).toEqual([]);
	expect(places.toSorted((a, b) => text.indexOf(a) - text.indexOf(b))).toEqual(places);
	expect(text).toContain('The cost of every sale is known 1,200 rows Warns Warning 1,200');
	expect(text).toContain('One row: A1 Stops the run Failed 1');
});

test('a failure says what failed, in which words, and what to do', () => {
	const error = { kind: 'source', message: 'orders.csv does not exist', hint: 'put it back' };
	expect(said(render(FailureText, { props: { error, isLast: true } }).body)).toBe(
		'The last run failed: a source could not be loaded Orders.csv does not exist. What to do: Put it back.',
	);
});

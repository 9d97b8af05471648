import { expect, test } from 'vitest';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import { checkRule } from '../../../../dashboard/src/routes/data/check-words.ts';
import { quarantineHref } from '../../../../dashboard/src/routes/data/quarantine-href.ts';
import {
	endingName,
	lastDay,
	outcomeOf,
	reasonName,
	stepShare,
	stepText,
} from '../../../../dashboard/src/routes/data/run-words.ts';

const thin = (text: string): string => text.replaceAll('\u202f', ' ');
const step = { position: 0, name: 'load', source: 'orders', done: 0, total: null, unit: null, seconds: null };

test('every check of the catalogue has a sentence', () => {
	expect(CHECKS.map(({ name }) => name).filter((name) => checkRule(name) === name)).toEqual([]);
});

test('a check is said by its relation and column, an unknown one by its name', () => {
	expect(checkRule('dim_customers.customer_id unique')).toBe('Every customer_id occurs once in dim_customers');
	expect(checkRule('fct_order_lines.order_id in fct_orders')).toBe(
		'Every order_id of fct_order_lines exists in fct_orders',
	);
	expect(checkRule('something else')).toBe('something else');
});

test('figures reach up to the day before the analysis date', () => {
	expect(lastDay('2026-03-01')).toBe('28 Feb 2026');
	expect(lastDay(null)).toBe('–');
});

test('the outcome of a run says what changed or what failed', () => {
	const run = { asOf: '2026-11-24', error: null };
	expect(outcomeOf({ ...run, status: 'ok' })).toBe('New figures up to 23 Nov 2026');
	expect(outcomeOf({ ...run, status: 'unchanged' })).toBe('Nothing new was found');
	const error = { kind: 'source', message: 'x', hint: 'y' };
	expect(outcomeOf({ ...run, status: 'failed', error })).toBe('A source could not be loaded');
	expect(outcomeOf({ ...run, status: 'failed', error: { ...error, kind: 'never heard of' } })).toBe(
		'Something went wrong inside',
	);
	expect(endingName('running')).toBe('');
	expect(endingName('failed')).toBe('The run has ended: it failed, the figures of before stand');
});

test('a step shows how far it is, unknown while its size is', () => {
	expect(stepShare({ ...step, status: 'waiting' })).toBe(0);
	expect(stepShare({ ...step, status: 'running' })).toBeNull();
	expect(stepShare({ ...step, status: 'running', done: 30, total: 40 })).toBe(0.75);
	expect(stepShare({ ...step, status: 'running', done: 0, total: 0 })).toBeNull();
	expect(stepShare({ ...step, status: 'skipped' })).toBe(1);
	expect(thin(stepText({ ...step, status: 'running', done: 1_500_000, total: 3_000_000, unit: 'bytes' }))).toBe(
		'1.5 MB of 3 MB',
	);
	expect(stepText({ ...step, status: 'running', done: 3, total: 12, unit: 'relations' })).toBe('3 of 12');
	expect(thin(stepText({ ...step, status: 'ok', seconds: 1.25 }))).toBe('1.3 s');
	expect(stepText({ ...step, status: 'skipped' })).toBe('Not needed');
});

test('a reason we do not know stands as it is', () => {
	expect(reasonName('type_mismatch')).toBe('Wrong type');
	expect(reasonName('never_heard_of')).toBe('never_heard_of');
});

test('a filter of the quarantine is an address, and only what differs is in it', () => {
	expect(quarantineHref({ source: null, reason: null, page: 1 })).toBe('/data/quarantine');
	expect(quarantineHref({ source: 'a&b', reason: 'size_limit', page: 3 })).toBe(
		'/data/quarantine?source=a%26b&reason=size_limit&page=3',
	);
});

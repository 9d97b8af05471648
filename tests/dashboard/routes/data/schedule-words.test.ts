import { expect, test } from 'vitest';
import {
	alertMark,
	catchUpName,
	channelName,
	cronWords,
	eventName,
	slotMark,
	slotReason,
} from '../../../../dashboard/src/routes/data/schedule-words.ts';

const slot = {
	scheduleId: 'x',
	slotAt: '2026-03-02T01:00:00.000Z',
	runId: 'R1',
	attempt: 1,
	retryAt: null,
	isLate: false,
	endedAt: null,
	cron: '0 2 * * *',
};

test.each([
	['0 2 * * *', 'Daily at 02:00'],
	['5 14 * * *', 'Daily at 14:05'],
	['30 6 * * 1-5', 'Monday to Friday at 06:30'],
	['0 6 * * 0', 'Every Sunday at 06:00'],
	['0 6 * * 7', 'Every Sunday at 06:00'],
	['0 6 * * 3', 'Every Wednesday at 06:00'],
	['15 * * * *', 'Every hour at minute 15'],
	['*/20 * * * *', 'Every 20 minutes'],
	// What needs many words stands as it is.
	['*/20 0-4 * * *', '*/20 0-4 * * *'],
	['0 0 31 * *', '0 0 31 * *'],
	['0 1,2 * * *', '0 1,2 * * *'],
])('the schedule %s is said as %s', (cron, words) => {
	expect(cronWords(cron)).toBe(words);
});

test('every end of a slot has a mark and a reason', () => {
	const reasons = (['filed', 'succeeded', 'failed', 'missed', 'overlapped', 'skipped'] as const).map((state) => [
		slotMark({ ...slot, state }).status,
		slotReason({ ...slot, state }, 'UTC'),
	]);
	expect(reasons).toEqual([
		['running', 'Its run waits or is at work'],
		['ok', 'Its run succeeded'],
		['failed', 'Its run failed for good'],
		['unchanged', 'A later slot ran instead'],
		['unchanged', 'Another run was at work'],
		['unchanged', 'Its run was cancelled'],
	]);
});

test('a slot says how many attempts it took, when the next one comes, and that it was noticed late', () => {
	const retrying = { ...slot, state: 'filed', attempt: 2, retryAt: '2026-03-02T01:20:00.000Z' } as const;
	expect(slotMark(retrying)).toEqual({ status: 'late', label: 'To be tried again' });
	expect(slotReason(retrying, 'Europe/Berlin')).toBe('Attempt 2 failed; next 2 Mar 2026, 02:20');
	expect(slotReason({ ...slot, state: 'filed', runId: null }, 'UTC')).toBe('Waits for its turn');
	const unseen = { ...slot, state: 'skipped', runId: null } as const;
	expect(slotReason(unseen, 'UTC')).toBe('Came unseen, and is not caught up with');
	expect(slotReason({ ...slot, state: 'succeeded', attempt: 3 }, 'UTC')).toBe('Done at attempt 3');
	expect(slotReason({ ...slot, state: 'succeeded', isLate: true }, 'UTC')).toBe('Noticed late, then done');
	expect(slotReason({ ...slot, state: 'failed', attempt: 4 }, 'UTC')).toBe('Failed for good after 4 attempts');
});

test('policies, channels and messages have names', () => {
	expect((['latest', 'all', 'skip'] as const).map(catchUpName)).toEqual(['The newest slot', 'Every slot', 'None']);
	expect((['email', 'webhook'] as const).map(channelName)).toEqual(['E-mail', 'Webhook']);
	expect((['opened', 'closed', 'test'] as const).map(eventName)).toEqual([
		'A failure began',
		'A failure is over',
		'Test',
	]);
});

test('a message is on its way, tried again, sent or given up', () => {
	const alert = {
		alertId: 'A1',
		incidentId: null,
		event: 'test',
		channel: 'email',
		createdAt: slot.slotAt,
		endedAt: null,
		error: null,
	} as const;
	const marks = [
		{ ...alert, state: 'waiting' as const, attempts: 0, nextAt: slot.slotAt },
		{ ...alert, state: 'waiting' as const, attempts: 1, nextAt: '2026-03-02T01:05:00.000Z' },
		{ ...alert, state: 'sent' as const, attempts: 2, nextAt: null },
		{ ...alert, state: 'failed' as const, attempts: 6, nextAt: null },
	].map((each) => alertMark(each, 'UTC'));
	expect(marks.map(({ status, label }) => `${status}: ${label}`)).toEqual([
		'waiting: On its way',
		'late: Next attempt 2 Mar 2026, 01:05',
		'ok: Sent',
		'failed: Not sent',
	]);
});

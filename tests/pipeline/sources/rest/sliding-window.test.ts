import { describe, expect, it } from 'vitest';
import { SlidingWindow } from '#pipeline/sources/rest/sliding-window.ts';

const rows = (...values: (string | null)[]) => values.map((value) => ['id', value]);

function window(type: 'timestamp' | 'date' | 'integer', from: string | null, as?: 'date' | 'seconds'): SlidingWindow {
	const sliding = SlidingWindow.over(
		'api',
		1,
		type,
		as === undefined ? { param: 'since' } : { param: 'since', as },
		from,
	);
	if (sliding === null) throw new Error('there is no window');
	return sliding;
}

describe('a window', () => {
	it('moves to the last value that came', () => {
		const times = window('timestamp', null);
		expect(times.after(rows('2026-01-31T10:00:00Z', '2026-01-31T13:00:00.5+01:00'))).toBe('2026-01-31 12:00:00');
		expect(times.after(rows('2026-01-31T12:00:00Z', '2026-02-01T00:00:00Z'))).toBe('2026-02-01 00:00:00');
		expect(window('integer', '7').after(rows('8', '9007199254740993'))).toBe('9007199254740993');
		expect(window('date', null).after(rows('2026-01-31'))).toBe('2026-01-31');
	});
	it('stays where a page brought nothing that is asked for otherwise, so that the page is turned', () => {
		const times = window('timestamp', '2026-01-31 12:00:00');
		expect(times.after(rows('2026-01-31T11:59:59Z', '2026-01-31T12:00:00.9Z'))).toBeNull();
		expect(times.after(rows('2026-01-31T12:00:01Z'))).toBe('2026-01-31 12:00:01');
		expect(window('timestamp', '2026-01-31 10:00:00', 'date').after(rows('2026-01-31T23:00:00Z'))).toBeNull();
		expect(window('integer', '9').after(rows('9', '9'))).toBeNull();
		// As numbers, not letter by letter.
		expect(window('integer', '9').after(rows('10'))).toBe('10');
	});
	it('stays where a value cannot be told', () => {
		expect(window('timestamp', null).after(rows('2026-01-31T10:00:00Z', null))).toBeNull();
		expect(window('timestamp', null).after(rows('31.01.2026 10:00'))).toBeNull();
		expect(window('integer', null).after([])).toBeNull();
		expect(SlidingWindow.over('api', 1, 'text', { param: 'since' }, null)).toBeNull();
	});
	it('does not move over rows that come in another order than promised', () => {
		expect(() => window('integer', null).after(rows('3', '2'))).toThrow('not give its rows in ascending order');
	});
	it('stays for good where the API gives rows from before', () => {
		const ids = window('integer', null);
		expect(ids.after(rows('1', '5'))).toBe('5');
		expect(ids.after(rows('1', '5'))).toBeNull();
		expect(ids.after(rows('6', '9'))).toBeNull();
	});
});

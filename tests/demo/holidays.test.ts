import { expect, test } from 'vitest';
import { germanHolidays } from '#demo/holidays.ts';

// Easter Sunday was 31 March 2024 and is 5 April 2026: the dates of the holidays that follow it, from a printed calendar.
test.each([
	[2024, ['2024-03-29', '2024-04-01', '2024-05-09', '2024-05-20']],
	[2025, ['2025-04-18', '2025-04-21', '2025-05-29', '2025-06-09']],
	[2026, ['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25']],
])('the movable holidays of %d', (year, movable) => {
	const fixed = ['01-01', '05-01', '10-03', '12-25', '12-26'].map((day) => `${year}-${day}`);
	expect([...germanHolidays(year)].sort()).toEqual([...movable, ...fixed].sort());
});

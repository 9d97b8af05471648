import { expect, it } from 'vitest';
import { readDay, readNumber } from '#records/import/cell.ts';

it.each([
	['1234.5', '.', '1234.5'],
	['1,234.50', '.', '1234.50'],
	['1,234', '.', '1234'],
	['1,5', '.', '1.5'],
	['1.234,50', ',', '1234.50'],
	['1.234', ',', '1234'],
	['1.234.567', ',', '1234567'],
	['12.5', ',', '12.5'],
	['1.234,50', '.', '1234.50'],
	['€ 1’234.50', '.', '1234.50'],
	['1 234,50 EUR', ',', '1234.50'],
	['-3', '.', '-3'],
	['12a', '.', '12a'],
	['n/a', '.', 'n/a'],
] as const)('reads %j with decimal %j as %j', (cell, decimal, number) => {
	expect(readNumber(cell, decimal)).toBe(number);
});

it.each([
	['2026-04-03', 'month_first', '2026-04-03'],
	['2026-04-03T23:59:00Z', 'month_first', '2026-04-03'],
	['2026-04-03 10:00', 'month_first', '2026-04-03'],
	['3.4.2026', 'month_first', '2026-04-03'],
	['03/04/2026', 'day_first', '2026-04-03'],
	['03/04/2026', 'month_first', '2026-03-04'],
	['31/04/2026', 'day_first', '31/04/2026'],
	['soon', 'day_first', 'soon'],
] as const)('reads the day %j, %s, as %j', (cell, order, day) => expect(readDay(cell, order)).toBe(day));

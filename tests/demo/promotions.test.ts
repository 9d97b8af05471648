import { expect, test } from 'vitest';
import { promotionsOf } from '#demo/promotions.ts';

// Black Friday, the day after the fourth Thursday of November, was or is 24, 29, 28 and 27 November.
test.each([
	[2023, '2023-11-20', '2023-11-27'],
	[2024, '2024-11-25', '2024-12-02'],
	[2025, '2025-11-24', '2025-12-01'],
	[2026, '2026-11-23', '2026-11-30'],
])('the week of Black Friday %d runs from its Monday to the next', (year, from, to) => {
	expect(promotionsOf(year).filter(({ categories }) => categories === null)).toMatchObject([{ from, to }]);
});

import { expect, test } from 'vitest';
import { daysBetween, stageStays, stayText } from '#lib/records/stage-times.ts';

const HOUR = 3_600_000;

function entered(stage: string, changed_at: string) {
	return { changed_at, to_stage_name: stage, amount: null, user_name: null };
}

const events = [
	entered('Qualified', '2026-03-01T08:00:00Z'),
	entered('Proposal', '2026-03-03T20:00:00Z'),
	entered('Qualified', '2026-03-04T08:00:00Z'),
];

test('a stay lasts until the next stage is entered, the last one until now', () => {
	const stays = stageStays(events, false, '2026-03-05T08:00:00Z');
	expect(stays.map(({ stage, milliseconds, isCurrent }) => [stage, milliseconds, isCurrent])).toEqual([
		['Qualified', 60 * HOUR, false],
		['Proposal', 12 * HOUR, false],
		['Qualified', 24 * HOUR, true],
	]);
});

test('a deal that is closed stays in its last stage for good', () => {
	expect(stageStays(events, true, '2026-03-05T08:00:00Z').at(-1)?.milliseconds).toBeNull();
});

test('a stay is written in days, below one day in hours', () => {
	expect(stayText(60 * HOUR, 'en')).toBe('2.5 days');
	expect(stayText(24 * HOUR, 'de')).toBe('1 Tag');
	expect(stayText(3.25 * HOUR, 'en').replaceAll(/\s/g, ' ')).toBe('3 h 15 min');
	expect(stayText(4000, 'en').replaceAll(/\s/g, ' ')).toBe('1 min');
});

test('days between days count across a change of clocks and are negative backwards', () => {
	expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
	expect(daysBetween('2026-11-24', '2026-11-10')).toBe(-14);
});

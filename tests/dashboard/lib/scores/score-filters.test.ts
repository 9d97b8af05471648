import { describe, expect, it } from 'vitest';
import { parseScoreFilters, scoreParams, toggled } from '#lib/scores/score-filters.ts';
import type { ScoreFilters } from '#lib/scores/score-filters.ts';

const parse = (search: string) => parseScoreFilters(new URL(`http://localhost/customers${search}`));
const OPEN = { least: null, most: null };
const NONE: ScoreFilters = { segments: [], statuses: [], alive: OPEN, expected: OPEN };

describe('parseScoreFilters', () => {
	it('filters by nothing where the address says nothing, or leaves a field empty as a form does', () => {
		expect(parse('')).toEqual({ filters: NONE, dropped: [] });
		expect(parse('?alive_min=&alive_max=&expected_min=')).toEqual({ filters: NONE, dropped: [] });
	});

	it('reads picked segments and states, and both ends of ranges', () => {
		const { filters, dropped } = parse('?segment=loyal,champions&status=scored&alive_min=20&expected_max=1500.5');
		expect(dropped).toEqual([]);
		expect(filters).toEqual({
			segments: ['champions', 'loyal'],
			statuses: ['scored'],
			alive: { least: 20, most: null },
			expected: { least: null, most: 1500.5 },
		});
	});

	it('turns the ends of a range that are the wrong way round, and takes a decimal comma', () => {
		expect(parse('?alive_min=80&alive_max=20').filters.alive).toEqual({ least: 20, most: 80 });
		expect(parse('?expected_min=12,5').filters.expected).toEqual({ least: 12.5, most: null });
	});

	it('leaves out what it cannot read and names it once', () => {
		const { filters, dropped } = parse('?segment=loyal,vip,rich&alive_min=lots&alive_max=120&expected_min=-3');
		expect(filters).toEqual({ ...NONE, segments: ['loyal'] });
		expect(dropped).toEqual([
			{ key: 'segment', value: 'vip, rich' },
			{ key: 'alive_min', value: 'lots' },
			{ key: 'alive_max', value: '120' },
			{ key: 'expected_min', value: '-3' },
		]);
	});
});

describe('scoreParams', () => {
	it('says filters so that they read the same', () => {
		const filters: ScoreFilters = {
			segments: ['champions', 'at_risk'],
			statuses: ['gone'],
			alive: { least: 0, most: 50 },
			expected: { least: 100, most: null },
		};
		const search = new URLSearchParams(scoreParams(filters)).toString();
		expect(parse(`?${search}`)).toEqual({ filters, dropped: [] });
		expect(scoreParams(NONE)).toEqual([]);
	});
});

describe('toggled', () => {
	it('picks what was not picked and drops what was', () => {
		const picked = toggled(NONE, 'segments', 'loyal');
		expect(picked.segments).toEqual(['loyal']);
		expect(toggled(picked, 'segments', 'loyal')).toEqual(NONE);
	});
});

import { expect, it } from 'vitest';
import { rangeParameters } from '#pipeline/sources/rest/since.ts';

const since = { param: 'since', untilParam: 'until' };
const range = (from: string | null, to: string | null = null) => ({ from, isFromIncluded: true, to });

it('asks for a time and the second before it, for some APIs leave the value itself out', () => {
	const wanted = range('2026-01-31 12:00:00.123456', '2026-02-01 00:00:00');
	expect(rangeParameters(wanted, since, 'timestamp', 'UTC')).toEqual([
		['since', '2026-01-31T11:59:59Z'],
		['until', '2026-02-01T00:00:01Z'],
	]);
	expect(rangeParameters(wanted, since, 'timestamp', 'Europe/Berlin')).toEqual([
		['since', '2026-01-31T11:59:59'],
		['until', '2026-02-01T00:00:01'],
	]);
});

it('asks by the day, in seconds or in milliseconds', () => {
	// 2026-01-31 12:00:00 UTC is 1769860800.
	const wanted = range('2026-01-31 12:00:00', '2026-01-31 13:00:00.5');
	expect(rangeParameters(wanted, { ...since, as: 'date' }, 'timestamp', 'UTC')).toEqual([
		['since', '2026-01-30'],
		['until', '2026-02-01'],
	]);
	expect(rangeParameters(wanted, { ...since, as: 'seconds' }, 'timestamp', 'UTC')).toEqual([
		['since', '1769860799'],
		['until', '1769864401'],
	]);
	expect(rangeParameters(wanted, { ...since, as: 'milliseconds' }, 'timestamp', 'UTC')).toEqual([
		['since', '1769860799000'],
		['until', '1769864401000'],
	]);
	expect(rangeParameters(range('2026-03-01'), since, 'date', undefined)).toEqual([['since', '2026-02-28']]);
});

it('asks by number, and by text as it is', () => {
	expect(rangeParameters(range('9007199254740993', '9007199254740999'), since, 'integer', 'UTC')).toEqual([
		['since', '9007199254740992'],
		['until', '9007199254741000'],
	]);
	expect(rangeParameters(range('12.75'), since, 'decimal', 'UTC')).toEqual([['since', '11']]);
	expect(rangeParameters(range('-12.75'), since, 'decimal', 'UTC')).toEqual([['since', '-13']]);
	expect(rangeParameters(range('1e+20'), since, 'float', 'UTC')).toEqual([['since', '99999999999999999999']]);
	expect(rangeParameters(range('K-7'), since, 'text', 'UTC')).toEqual([['since', 'K-7']]);
});

it('puts the value into what the API wants around it', () => {
	const odata = { param: '$filter', template: "modified ge '{value}'" };
	expect(rangeParameters(range('2026-01-31'), odata, 'date', undefined)).toEqual([
		['$filter', "modified ge '2026-01-30'"],
	]);
});

it('asks for everything where nothing is known yet, or nothing can be asked for', () => {
	expect(rangeParameters(range(null), since, 'timestamp', 'UTC')).toEqual([]);
	expect(rangeParameters(null, since, 'timestamp', 'UTC')).toEqual([]);
	expect(rangeParameters(range('2026-01-31'), undefined, 'date', 'UTC')).toEqual([]);
	expect(rangeParameters(range(null, '2026-01-31'), { param: 'since' }, 'date', 'UTC')).toEqual([]);
});

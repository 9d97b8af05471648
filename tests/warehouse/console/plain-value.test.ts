import {
	DuckDBDateValue,
	DuckDBDecimalValue,
	DuckDBTimestampMillisecondsValue,
	DuckDBTimestampNanosecondsValue,
	DuckDBTimestampSecondsValue,
	DuckDBTimestampTZValue,
	DuckDBTimestampValue,
} from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { toConsoleValue } from '#warehouse/console/plain-value.ts';

// 2011-12-09 12:50:00 UTC is 1,323,435,000 s after 1970.
test.each<[string, DuckDBValue, unknown]>([
	['null', null, null],
	['text', 'ä€😀', 'ä€😀'],
	['a boolean', false, false],
	['an integer', 42n, 42],
	['the largest integer that a number holds', 9_007_199_254_740_991n, 9_007_199_254_740_991],
	['a larger one as text', 9_007_199_254_740_993n, '9007199254740993'],
	['a smaller one as text', -9_007_199_254_740_992n, '-9007199254740992'],
	['a double', -0.5, -0.5],
	['not a number as text, for JSON has none', NaN, 'NaN'],
	['infinity as text', -Infinity, '-Infinity'],
	['a decimal with its zeros', new DuckDBDecimalValue(150n, 9, 2), '1.50'],
	['a day', new DuckDBDateValue(15_317), '2011-12-09'],
	['an infinite day', new DuckDBDateValue(2 ** 31 - 1), 'infinity'],
	['a whole second', new DuckDBTimestampValue(1_323_435_000_000_000n), '2011-12-09T12:50:00Z'],
	['microseconds', new DuckDBTimestampTZValue(1_323_435_000_000_001n), '2011-12-09T12:50:00.000001Z'],
	['milliseconds', new DuckDBTimestampValue(1_323_435_000_120_000n), '2011-12-09T12:50:00.120Z'],
	['an instant before 1970', new DuckDBTimestampValue(-1n), '1969-12-31T23:59:59.999999Z'],
	['seconds', new DuckDBTimestampSecondsValue(1_323_435_000n), '2011-12-09T12:50:00Z'],
	['a unit of milliseconds', new DuckDBTimestampMillisecondsValue(1_323_435_000_500n), '2011-12-09T12:50:00.500Z'],
	['nanoseconds', new DuckDBTimestampNanosecondsValue(1_323_435_000_000_000_007n), '2011-12-09T12:50:00.000000007Z'],
	['an infinite instant', new DuckDBTimestampValue(-(2n ** 63n - 1n)), '-infinity'],
	[
		'an instant after the last that Date has',
		new DuckDBTimestampValue(8_640_000_086_400_000_000n),
		'275760-09-14 00:00:00',
	],
])('%s', (_, value, expected) => {
	expect(toConsoleValue(value)).toBe(expected);
});

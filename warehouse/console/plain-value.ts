import {
	DuckDBDateValue,
	DuckDBTimestampMillisecondsValue,
	DuckDBTimestampNanosecondsValue,
	DuckDBTimestampSecondsValue,
	DuckDBTimestampTZValue,
	DuckDBTimestampValue,
} from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import { toPlainValue } from '../query.ts';
import type { ConsoleValue } from './messages.ts';

interface Ticks {
	readonly count: bigint;
	/** Decimal digits of a second that a tick is. */
	readonly digits: number;
}

function ticksOf(value: DuckDBValue): Ticks | null {
	if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
		return { count: value.micros, digits: 6 };
	}
	if (value instanceof DuckDBTimestampNanosecondsValue) return { count: value.nanos, digits: 9 };
	if (value instanceof DuckDBTimestampMillisecondsValue) return { count: value.millis, digits: 3 };
	if (value instanceof DuckDBTimestampSecondsValue) return { count: value.seconds, digits: 0 };
	return null;
}

/** What DuckDB keeps 'infinity' as; '-infinity' is its negative. */
const INFINITE_DAYS = 2n ** 31n - 1n;
const INFINITE_TICKS = 2n ** 63n - 1n;

function infinityText(count: bigint, infinite: bigint): string | null {
	if (count === infinite) return 'infinity';
	return count === -infinite ? '-infinity' : null;
}

/** The last second that `Date` has; DuckDB's years go on for some thousands. */
const LAST_DATE_SECOND = 8_640_000_000_000n;

/** An instant in UTC with as many digits as it needs: none, three, six or nine. */
function instantText({ count, digits }: Ticks): string | null {
	const unit = 10n ** BigInt(digits);
	const fraction = ((count % unit) + unit) % unit;
	const seconds = (count - fraction) / unit;
	if (seconds > LAST_DATE_SECOND || seconds < -LAST_DATE_SECOND) return null;
	const text = new Date(Number(seconds) * 1000).toISOString().replace('.000Z', '');
	if (fraction === 0n) return `${text}Z`;
	return `${text}.${String(fraction)
		.padStart(digits, '0')
		.replace(/(000)+$/, '')}Z`;
}

/**
 * A value of a query that a person typed, as JSON and CSV can carry it: as `toPlainValue`, but exact and never an error.
 * An integer beyond 2^53, NaN and the infinities are text; an instant keeps its microseconds; infinite and very far
 * dates are as DuckDB writes them.
 */
export function toConsoleValue(value: DuckDBValue): ConsoleValue {
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : String(value);
	}
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (value instanceof DuckDBDateValue) return infinityText(BigInt(value.days), INFINITE_DAYS) ?? value.toString();
	const ticks = ticksOf(value);
	if (ticks) return infinityText(ticks.count, INFINITE_TICKS) ?? instantText(ticks) ?? String(value);
	return toPlainValue(value);
}

import {
	DateDay,
	TimeMicrosecond,
	TimestampMicrosecond,
	TimestampMillisecond,
	TimestampNanosecond,
	TimestampSecond,
} from 'apache-arrow';
import type { ColumnBuilder } from './column-builder.ts';
import { fixedColumn } from './fixed-column.ts';

const int32 = (bytes: Uint8Array<ArrayBuffer>): Int32Array =>
	new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const int64 = (bytes: Uint8Array<ArrayBuffer>): BigInt64Array =>
	new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);

const LARGEST_INT32 = 0x7f_ff_ff_ff;

/** DuckDB keeps 'infinity' as the largest value of a type and '-infinity' as its negative; Arrow would read a date. */
function refuseInfiniteDates(bytes: Uint8Array<ArrayBuffer>): void {
	for (const days of int32(bytes)) {
		if (Math.abs(days) === LARGEST_INT32) throw new RangeError(`${days < 0 ? '-' : ''}infinity is no date in Arrow`);
	}
}

function refuseInfiniteTimestamps(bytes: Uint8Array<ArrayBuffer>): void {
	const words = int32(bytes);
	for (let low = 0; low < words.length; low += 2) {
		const high = words[low + 1];
		if (high === LARGEST_INT32 && words[low] === -1) throw new RangeError('infinity is no timestamp in Arrow');
		if (high === ~LARGEST_INT32 && words[low] === 1) throw new RangeError('-infinity is no timestamp in Arrow');
	}
}

const MICROSECONDS_OF_DAY = 86_400_000_000n;

function refuseEndOfDay(bytes: Uint8Array<ArrayBuffer>): void {
	if (int64(bytes).includes(MICROSECONDS_OF_DAY)) throw new RangeError('24:00:00 is no time in Arrow');
}

/** DATE: days since 1970. */
export function dateColumn(): ColumnBuilder {
	return fixedColumn({ type: new DateDay(), width: 4, values: int32, validate: refuseInfiniteDates });
}

/** TIME: microseconds since midnight. */
export function timeColumn(): ColumnBuilder {
	return fixedColumn({ type: new TimeMicrosecond(), width: 8, values: int64, validate: refuseEndOfDay });
}

const timestampTypes = {
	second: TimestampSecond,
	millisecond: TimestampMillisecond,
	microsecond: TimestampMicrosecond,
	nanosecond: TimestampNanosecond,
} as const;

/** TIMESTAMP in its unit since 1970; `zone` makes it an instant rather than a reading of a clock. */
export function timestampColumn(unit: keyof typeof timestampTypes, zone: string | null): ColumnBuilder {
	const type = new timestampTypes[unit](zone);
	return fixedColumn({ type, width: 8, values: int64, validate: refuseInfiniteTimestamps });
}

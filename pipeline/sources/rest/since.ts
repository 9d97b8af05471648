import { SourceError } from '../../errors.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { CursorRange } from '../row-source.ts';
import type { RestSource } from './schema.ts';

export type Since = NonNullable<RestSource['since']>;
type Written = NonNullable<Since['as']>;

const DAY_MS = 86_400_000;

/**
 * One unit before a value (`step` -1) or after it (1): a second, a day, a whole number. Some APIs count the value itself
 * in and some do not, and some cut fractions off: rows too many are left out later, missing ones are lost.
 */
function beside(value: string, type: ColumnType, written: Written | null, step: -1 | 1): string {
	if (type === 'text') return value;
	if (type !== 'date' && type !== 'timestamp') {
		const whole = /^-?\d+(\.\d*)?$/.test(value) ? BigInt(value.replace(/\..*/, '')) : BigInt(Math.trunc(Number(value)));
		return String(whole + BigInt(step));
	}
	const instant = Date.parse(`${value.slice(0, 19).replace(' ', 'T')}${value.length > 10 ? 'Z' : ''}`);
	const unit = written === 'date' ? DAY_MS : 1_000;
	const moved = instant + step * unit;
	if (Number.isNaN(moved)) throw new SourceError('a cursor cannot be read back', { hint: 'load it anew with --full' });
	if (written === 'seconds') return String(moved / 1_000);
	if (written === 'milliseconds') return String(moved);
	const text = new Date(moved).toISOString();
	return written === 'date' ? text.slice(0, 10) : text.slice(0, 19);
}

/** How a column's value is written to the API: null as it is. */
function writtenAs(since: Since, type: ColumnType): Written | null {
	if (type === 'date') return since.as ?? 'date';
	return type === 'timestamp' ? (since.as ?? 'iso') : null;
}

/** The value that rows from `from` on are asked by: a unit before it, as the API wants it. */
export function lowerBound(from: string, since: Since, type: ColumnType): string {
	return beside(from, type, writtenAs(since, type), -1);
}

/** Parameters of the query that ask for a range and a little more; none of it is missing by them. */
export function rangeParameters(
	range: CursorRange | null,
	since: Since | undefined,
	type: ColumnType,
	zone: string | undefined,
): [string, string][] {
	if (range === null || since === undefined) return [];
	const written = writtenAs(since, type);
	// Times of another zone are the API's own wall clock, and come as they are sent.
	const mark = written === 'iso' && zone === 'UTC' ? 'Z' : '';
	const parameters: [string, string][] = [];
	if (range.from !== null) {
		const value = `${lowerBound(range.from, since, type)}${mark}`;
		parameters.push([since.param, (since.template ?? '{value}').replace('{value}', () => value)]);
	}
	if (range.to !== null && since.untilParam !== undefined) {
		parameters.push([since.untilParam, `${beside(range.to, type, written, 1)}${mark}`]);
	}
	return parameters;
}

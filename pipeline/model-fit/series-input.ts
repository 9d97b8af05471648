import { ModelError } from '#models/model-error.ts';
import {
	dayColumn,
	dayIn,
	dayText,
	filledColumn,
	numberColumn,
	numberOrGapColumn,
	refuseCell,
	textColumn,
} from './input-table.ts';
import type { InputTable } from './input-table.ts';

/** A series of a file in long form, evenly spaced: null where a step has no value. */
export interface InputSeries {
	readonly name: string;
	readonly values: readonly (number | null)[];
}

/** What stands at a time, and in which row of the file. */
interface Point {
	readonly time: number;
	readonly value: number | null;
	readonly index: number;
}

/** How times are counted: whole numbers as they stand, days, or months since the year 0. */
interface Clock {
	readonly show: (time: number) => string;
	/** The times of a series, counted in the unit that its points are evenly spaced in. */
	readonly count: (points: readonly Point[]) => readonly number[];
}

/** So many steps without a value for each with one are no gaps but a wrong column. */
const MAX_GAPS_PER_VALUE = 20;

/**
 * The series of a file in long form (`series, t, value`), in the order in which it first names them. A series is sorted by
 * `t`; its step is the largest that all its times lie on (whole numbers, days, or months where all days of the month are
 * the same or all are month ends), and steps between that it has no row for are gaps, as are rows without a value.
 * @throws ModelError for a missing column, a cell that is not what its column holds, a time that a series has twice, or
 * times that lie on no sensible grid
 */
export function seriesOf(table: InputTable): InputSeries[] {
	const names = filledColumn(table, 'series');
	const values = numberOrGapColumn(table, 'value');
	const { times, clock } = timesOf(table);
	const pointsByName = new Map<string, Point[]>();
	names.forEach((name, index) => {
		const points = pointsByName.get(name) ?? [];
		pointsByName.set(name, points);
		points.push({ time: times[index] ?? 0, value: values[index] ?? null, index });
	});
	return Array.from(pointsByName, ([name, points]) => ({ name, values: onGrid(name, points, clock) }));
}

function timesOf(table: InputTable): { readonly times: ArrayLike<number>; readonly clock: Clock } {
	const cells = textColumn(table, 't');
	const first = cells.find((cell) => cell !== null) ?? '';
	if (dayIn(first) !== null) return { times: dayColumn(table, 't'), clock: CALENDAR };
	const times = numberColumn(table, 't');
	const odd = times.findIndex((time) => !Number.isSafeInteger(time));
	if (odd >= 0) refuseCell('t', odd, cells[odd] ?? null, 'a whole number or a day such as 2011-12-31');
	return { times, clock: NUMBERS };
}

const NUMBERS: Clock = { show: String, count: (points) => points.map(({ time }) => time) };

const CALENDAR: Clock = {
	show: dayText,
	count: (points) => {
		const days = points.map(({ time }) => monthAndDay(time));
		const isSameDay = days.every(({ day }) => day === days[0]?.day);
		const isMonthEnd = points.every(({ time }) => monthAndDay(time + 1).day === 1);
		return isSameDay || isMonthEnd ? days.map(({ month }) => month) : points.map(({ time }) => time);
	},
};

function monthAndDay(time: number): { readonly month: number; readonly day: number } {
	const [year = 0, month = 0, day = 0] = dayText(time).split('-').map(Number);
	return { month: 12 * year + month, day };
}

function onGrid(name: string, points: Point[], clock: Clock): (number | null)[] {
	points.sort((a, b) => a.time - b.time || a.index - b.index);
	points.forEach(({ time, index }, place) => {
		if (place > 0 && points[place - 1]?.time === time) {
			refuseCell('t', index, clock.show(time), `each time once in series "${name}"`);
		}
	});
	const counts = clock.count(points);
	const first = counts[0] ?? 0;
	const step = counts.reduce((common, count) => commonDivisor(common, count - first), 0) || 1;
	const steps = ((counts.at(-1) ?? first) - first) / step + 1;
	if (steps > (MAX_GAPS_PER_VALUE + 1) * points.length) {
		throw new ModelError(
			'input',
			`series "${name}" has ${points.length} values on ${steps} steps from ${clock.show(points[0]?.time ?? 0)} to ` +
				`${clock.show(points.at(-1)?.time ?? 0)} (expected at most ${MAX_GAPS_PER_VALUE} gaps for each value)`,
		);
	}
	const values = new Array<number | null>(steps).fill(null);
	points.forEach(({ value }, place) => {
		values[((counts[place] ?? first) - first) / step] = value;
	});
	return values;
}

function commonDivisor(a: number, b: number): number {
	return b === 0 ? a : commonDivisor(b, a % b);
}

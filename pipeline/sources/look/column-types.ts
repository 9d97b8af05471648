import { literal } from '../contract/values.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { ChosenFormat } from './choose-format.ts';
import type { ColumnEvidence, Fit } from './column-evidence.ts';
import type { NumberStyle } from './number-styles.ts';
import type { TimeFormat } from './time-formats.ts';

/** The type of a column by its values. */
export interface TypedColumn {
	readonly type: ColumnType;
	readonly evidence: string;
	readonly fits: number;
	/** What its text really is, where the format of the source does not say so. */
	readonly reading: { readonly type: ColumnType; readonly sql: string } | null;
}

/** A type may leave so few values out that the load is still accepted. */
const ENOUGH = 0.99;

function count(number: number): string {
	return number.toLocaleString('en-US');
}

function fitOf<Reading>(fits: readonly Fit<Reading>[], reading: Reading): number {
	return fits.find((fit) => fit.reading === reading)?.values ?? 0;
}

function bestOf<Reading>(fits: readonly Fit<Reading>[]): Fit<Reading> | null {
	return fits.reduce<Fit<Reading> | null>(
		(found, fit) => (found === null || fit.values > found.values ? fit : found),
		null,
	);
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** SQL of the number in a text column that is written in another style than the rest. */
function numberSql(name: string, { decimal, thousands }: NumberStyle): string {
	const bare = thousands === null ? quoted(name) : `replace(${quoted(name)}, ${literal(thousands)}, '')`;
	return `try_cast(${decimal === '.' ? bare : `replace(${bare}, ',', '.')`} as decimal(18, 6))`;
}

function timeSql(name: string, { formats }: TimeFormat, type: 'date' | 'timestamp'): string {
	const tries = formats.map((format) => `try_strptime(${quoted(name)}, ${literal(format)})`);
	return `${tries.length === 1 ? tries.join('') : `coalesce(${tries.join(', ')})`}::${type}`;
}

function typed(type: ColumnType, fits: number, values: number, what: string): TypedColumn {
	const share = fits / values;
	const rest = values - fits;
	const evidence =
		rest === 0
			? `all ${count(values)} values are ${what}`
			: `${count(fits)} of ${count(values)} values are ${what}; rows with the other ${count(rest)} would be set aside`;
	return { type, evidence, fits: share, reading: null };
}

function text(evidence: string): TypedColumn {
	return { type: 'text', evidence, fits: 1, reading: null };
}

function asBoolean({ booleans, values, isBinary, name }: ColumnEvidence): TypedColumn | null {
	if (booleans < values * ENOUGH) return null;
	const isNamedSo =
		/^(is|has|ist|hat|do|can)[_ A-Z]/.test(name) || /deleted|active|aktiv|closed|won|converted|opt/i.test(name);
	return isBinary && !isNamedSo ? null : typed('boolean', booleans, values, 'yes or no');
}

function asNumber(column: ColumnEvidence, { numbers: style }: ChosenFormat): TypedColumn | null {
	const { values, name } = column;
	const integers = fitOf(column.integers, style);
	const decimals = fitOf(column.numbers, style);
	if (integers >= values * ENOUGH && integers >= decimals) return typed('integer', integers, values, 'whole numbers');
	if (decimals >= values * ENOUGH) {
		const isFine = column.fineNumbers > 0;
		const what = isFine ? `numbers with more than six decimals (${style.label})` : `numbers such as ${style.label}`;
		return typed(isFine ? 'float' : 'decimal', decimals, values, what);
	}
	const other = bestOf(column.numbers);
	if (other === null || other.values < values * ENOUGH) return null;
	return {
		...text(
			`numbers such as ${other.reading.label}, where the rest of the source writes ${style.label}: taken as text and read by the mapping`,
		),
		reading: { type: 'decimal', sql: numberSql(name, other.reading) },
	};
}

function asTime(column: ColumnEvidence, format: ChosenFormat): TypedColumn | null {
	const { values, name } = column;
	for (const [type, chosen, fits] of [
		['date', format.dates, column.dates],
		['timestamp', format.timestamps, column.timestamps],
	] as const) {
		const held = fitOf(fits, chosen);
		const what = type === 'date' ? 'days' : 'times';
		if (held >= values * ENOUGH) return typed(type, held, values, `${what} such as ${chosen.label}`);
		const other = bestOf(fits);
		if (other === null || other.values < values * ENOUGH) continue;
		return {
			...text(
				`${what} such as ${other.reading.label}, where the rest of the source writes ${chosen.label}: taken as text and read by the mapping`,
			),
			reading: { type, sql: timeSql(name, other.reading, type) },
		};
	}
	return null;
}

/** The most that a column is, though not enough of it: what a person may want to mend. */
function almost(column: ColumnEvidence): string {
	const { values } = column;
	const number = bestOf(column.numbers);
	const time = bestOf([...column.dates, ...column.timestamps]);
	const [most, what] = (number?.values ?? 0) >= (time?.values ?? 0) ? [number, 'numbers'] : [time, 'days or times'];
	if (most === null || most.values < values * 0.8) return `${count(column.distinct)} different texts`;
	return `${count(most.values)} of ${count(values)} values are ${what}, but not all: mend the others, or map it with { sql }`;
}

/** The type of a column: the narrowest that holds all of its values, or so nearly all that a load is accepted. */
export function typeColumn(column: ColumnEvidence, format: ChosenFormat): TypedColumn {
	if (column.values === 0) return text('no row has a value');
	if (column.leadingZeros > 0)
		return text(`${count(column.leadingZeros)} values begin with a zero that a number would lose`);
	if (column.longDigits > 0) return text('its numbers have more than 15 digits, which a number would round');
	const time = asTime(column, format);
	if (column.isId && time === null) return text('its name is that of an id, a code or a number nobody adds up');
	return (
		asBoolean(column) ??
		(isCompactDay(time, column) ? time : null) ??
		asNumber(column, format) ??
		time ??
		text(almost(column))
	);
}

/** Whether a column of whole numbers is one of days such as 20251231. */
function isCompactDay(time: TypedColumn | null, { dates }: ColumnEvidence): boolean {
	return time !== null && dates.some(({ reading }) => reading.needsName);
}

import { row, sql, unsafe } from '#warehouse/query.ts';
import { valueSql } from './column-evidence.ts';
import type { ColumnEvidence, Fit } from './column-evidence.ts';
import { NUMBER_STYLES, styleFormat } from './number-styles.ts';
import type { NumberStyle } from './number-styles.ts';
import type { Answers, Question } from './proposal.ts';
import type { TextTable } from './text-table.ts';
import { DATE_FORMATS, GERMAN_SECONDS, GERMAN_TIMES, INSTANTS, TIMESTAMP_FORMATS } from './time-formats.ts';
import type { TimeFormat } from './time-formats.ts';

/** How the values of a source are written: one way for all of its columns. */
export interface ChosenFormat {
	readonly numbers: NumberStyle;
	readonly dates: TimeFormat;
	readonly timestamps: TimeFormat;
	/** Whether it is what Excel writes in German, which a config says in one word. */
	readonly isGermanExcel: boolean;
	readonly questions: readonly Question[];
}

/** The least share of a column's values that make it one of numbers, days or times. */
const COUNTS_FROM = 0.9;

/** For each reading, how many values of the columns that are mostly of the kind it holds. */
function totals<Reading>(
	readings: readonly Reading[],
	columns: readonly ColumnEvidence[],
	fitsOf: (column: ColumnEvidence) => readonly Fit<Reading>[],
): number[] {
	const counting = columns.filter(
		(column) => column.values > 0 && fitsOf(column).some(({ values }) => values >= column.values * COUNTS_FROM),
	);
	return readings.map((reading) =>
		counting.reduce((sum, column) => sum + (fitsOf(column).find((fit) => fit.reading === reading)?.values ?? 0), 0),
	);
}

/** The readings that hold the most values, in their order; the first alone where there is none. */
function best<Reading>(readings: readonly Reading[], counts: readonly number[]): Reading[] {
	const most = Math.max(...counts);
	return readings.filter((_, index) => counts[index] === most).slice(0, most === 0 ? 1 : undefined);
}

function isNumeric(column: ColumnEvidence): boolean {
	return !column.isId && column.leadingZeros === 0;
}

/** An example of a number that two styles read differently, null where they read all alike. */
async function disagreement(
	table: TextTable,
	columns: readonly ColumnEvidence[],
	one: NumberStyle,
	other: NumberStyle,
): Promise<{ readonly name: string; readonly text: string } | null> {
	for (const { index, name } of columns) {
		const text = `v${index}`;
		const found = await row<{ text: string }>(
			table.connection,
			sql`select ${unsafe(text)} as text from ${unsafe(table.table)} where ${unsafe(valueSql(text, 'float', styleFormat(one)))}
				<> ${unsafe(valueSql(text, 'float', styleFormat(other)))} limit 1`,
		);
		if (found !== null) return { name, text: found.text };
	}
	return null;
}

function numbersQuestion({ name, text }: { readonly name: string; readonly text: string }): Question {
	const english = text.replaceAll(',', '');
	const german = text.replaceAll('.', '').replace(',', '.');
	return {
		id: 'numbers',
		text: `is ${text} in ${name} the number ${english} or ${german}? Every number of the file can be read both ways`,
		options: [
			{ value: 'english', label: `${english}, with a decimal point as in English` },
			{ value: 'german', label: `${german}, with a decimal comma as in German` },
		],
		suggested: null,
	};
}

async function chooseNumbers(
	table: TextTable,
	columns: readonly ColumnEvidence[],
	answer: string | undefined,
	isGerman: boolean,
): Promise<{ readonly style: NumberStyle; readonly questions: readonly Question[] }> {
	const numeric = columns.filter(isNumeric);
	const counts = totals<NumberStyle>(NUMBER_STYLES, numeric, ({ numbers }) => numbers);
	const candidates = best<NumberStyle>(NUMBER_STYLES, counts);
	const hasPoint = numeric.some(({ pointFractions }) => pointFractions > 0);
	const hasComma = numeric.some(({ commaFractions }) => commaFractions > 0);
	// 0.125 is no number of thousands.
	const sensible = candidates.filter(
		({ thousands }) => !(thousands === '.' && hasPoint) && !(thousands === ',' && hasComma),
	);
	const [first = NUMBER_STYLES[0]] = sensible.length === 0 ? candidates : sensible;
	const other = sensible.find(({ decimal }) => decimal !== first.decimal);
	if (other === undefined) return { style: first, questions: [] };
	const example = await disagreement(table, numeric, first, other);
	if (example === null) return { style: first, questions: [] };
	const byLanguage = (language: 'english' | 'german'): NumberStyle =>
		sensible.find(({ decimal }) => decimal === (language === 'german' ? ',' : '.')) ?? first;
	if (answer === 'english' || answer === 'german') return { style: byLanguage(answer), questions: [] };
	if (isGerman) return { style: byLanguage('german'), questions: [] };
	return { style: byLanguage('english'), questions: [numbersQuestion(example)] };
}

function datesQuestion(column: ColumnEvidence): Question {
	const [text = '01/02/2025'] = column.examples.filter((example) => /^\d\d?\D\d\d?\D/.test(example));
	return {
		id: 'dates',
		text: `does ${text} in ${column.name} begin with the day or with the month? No value of the file tells`,
		options: [
			{ value: 'day-first', label: 'the day, as in Europe' },
			{ value: 'month-first', label: 'the month, as in the United States' },
		],
		suggested: null,
	};
}

/** Whether the values themselves tell which of day and month comes first: yes, when one order holds more than the other. */
function toldOrder(formats: readonly TimeFormat[]): TimeFormat['order'] {
	const orders = new Set(formats.map(({ order }) => order));
	return orders.size === 1 ? ([...orders][0] ?? null) : null;
}

/**
 * How the values of a source are written, by what holds the most of them. What all values leave open is asked: the decimal
 * mark where each number could be read as both, day and month where no day is above 12.
 * @param isGermanText whether delimiter, names or days say that the file was written in German
 */
export async function chooseFormat(
	table: TextTable,
	columns: readonly ColumnEvidence[],
	answers: Answers,
	isGermanText: boolean,
): Promise<ChosenFormat> {
	const dates = best(
		DATE_FORMATS,
		totals(DATE_FORMATS, columns, (column) => column.dates),
	);
	// What a config cannot declare is only read of sources with types of their own.
	const timestamps = TIMESTAMP_FORMATS.filter((format) => format !== INSTANTS || isTyped(table));
	const times = best(
		timestamps,
		totals(timestamps, columns, (column) => column.timestamps),
	);
	const answered = answers.dates === 'day-first' || answers.dates === 'month-first' ? answers.dates : null;
	const order = toldOrder(dates) ?? toldOrder(times) ?? answered;
	const pick = (formats: readonly TimeFormat[]): TimeFormat | undefined =>
		(order === null ? undefined : formats.find((format) => format.order === order)) ?? formats[0];
	const open = [dates, times].some(
		(formats) => formats.length > 1 && new Set(formats.map((each) => each.order)).size > 1,
	);
	const asked = columns.find(
		(column) =>
			column.dates.some(({ reading }) => reading.order !== null && dates.includes(reading)) ||
			column.timestamps.some(({ reading }) => reading.order !== null && times.includes(reading)),
	);
	const chosenDates = pick(dates) ?? DATE_FORMATS[0];
	const chosenTimes = pick(times) ?? TIMESTAMP_FORMATS[0];
	if (chosenDates === undefined || chosenTimes === undefined) throw new RangeError('no time format');
	const isGermanDay =
		chosenDates.declared === '%d.%m.%Y' ||
		chosenTimes === GERMAN_TIMES ||
		(chosenTimes.declared?.startsWith('%d.%m.%Y') ?? false);
	const { style, questions } = await chooseNumbers(table, columns, answers.numbers, isGermanText || isGermanDay);
	const isGermanExcel = isOfGermanExcel(table, columns, style, chosenDates, chosenTimes);
	return {
		numbers: style,
		dates: chosenDates,
		// Times with and without seconds at once are only read by the preset.
		timestamps: chosenTimes === GERMAN_TIMES && !isGermanExcel ? GERMAN_SECONDS : chosenTimes,
		isGermanExcel,
		questions: [...(open && order === null && asked !== undefined ? [datesQuestion(asked)] : []), ...questions],
	};
}

/** Whether the values of a source have types of their own, so that times of any ISO 8601 are read. */
function isTyped({ kind }: TextTable): boolean {
	return kind === 'json-lines' || kind === 'parquet';
}

function isHeld<Reading>(fits: readonly Fit<Reading>[], values: number): boolean {
	return fits.some((fit) => fit.values >= values * COUNTS_FROM && values > 0);
}

/** Whether all that a file writes is what the preset of German Excel reads, and something of it is German. */
function isOfGermanExcel(
	table: TextTable,
	columns: readonly ColumnEvidence[],
	numbers: NumberStyle,
	dates: TimeFormat,
	timestamps: TimeFormat,
): boolean {
	const { kind, format } = table;
	if (kind !== 'csv' || format.delimiter !== ';' || format.quote !== undefined) return false;
	const hasDates = columns.some((column) => isHeld(column.dates, column.values));
	const hasTimes = columns.some((column) => isHeld(column.timestamps, column.values));
	// Whole numbers are written alike in both languages.
	const hasDecimals = columns.some(
		(column) => isNumeric(column) && isHeld(column.numbers, column.values) && !isHeld(column.integers, column.values),
	);
	const isGermanNumber = numbers.decimal === ',' && (numbers.thousands === '.' || numbers.thousands === null);
	const isGermanDay = dates.declared === '%d.%m.%Y';
	const isGermanTime = timestamps.formats.every((each) => GERMAN_TIMES.formats.includes(each));
	const isRead = (isGermanNumber || !hasDecimals) && (isGermanDay || !hasDates) && (isGermanTime || !hasTimes);
	return isRead && (isGermanNumber || (isGermanDay && hasDates) || (isGermanTime && hasTimes));
}

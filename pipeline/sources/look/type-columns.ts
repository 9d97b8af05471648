import type { RecognisedPreset } from '../presets/apply-preset.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import { chooseFormat } from './choose-format.ts';
import type { ChosenFormat } from './choose-format.ts';
import type { ColumnEvidence } from './column-evidence.ts';
import { typeColumn } from './column-types.ts';
import type { ColumnWithType } from './column-with-type.ts';
import { declaredFormat } from './declared-format.ts';
import { NUMBER_STYLES } from './number-styles.ts';
import type { Answers, ProposedFormat, Question } from './proposal.ts';
import type { TextTable } from './text-table.ts';
import { DATE_FORMATS, TIMESTAMP_FORMATS } from './time-formats.ts';
import { withPreset } from './map-by-preset.ts';

/** What whoever gives rows says of them, where it says more than their text does. */
export interface KnownRows {
	/** Types by the names of columns; the others are told by their values. */
	readonly types: ReadonlyMap<string, { readonly type: ColumnType; readonly what: string }>;
	/** Columns of numbers, which come as programs write them; whether they may have fractions, whatever the rows show. */
	readonly numbers: ReadonlyMap<string, { readonly hasFractions: boolean }>;
	/** The columns of its primary key; none where there is none. */
	readonly key: readonly string[];
	/** Whether days and times of the known columns come in ISO 8601, so that texts of other columns cannot decide for them. */
	readonly isTyped: boolean;
	/** Whether known columns have instants, which come in UTC. */
	readonly isUtc: boolean;
}

/** The columns of a table of text with their types, and what the source has to say of how they are written. */
export interface TypedColumns {
	readonly columns: readonly ColumnWithType[];
	readonly format: ProposedFormat;
	/** Whether times are UTC, or carry their distance from it. */
	readonly isUtc: boolean;
	readonly questions: readonly Question[];
}

const [PLAIN_NUMBERS] = NUMBER_STYLES;
const ISO_DATES = DATE_FORMATS.filter(({ declared }) => declared === null);
const ISO_TIMES = TIMESTAMP_FORMATS.filter(({ declared, isUtc }) => declared === null || isUtc);

/** A column of text as if it had been read by some ways of writing alone. */
function readBy(column: ColumnEvidence, format: ChosenFormat): ColumnEvidence {
	return {
		...column,
		integers: column.integers.filter(({ reading }) => reading === PLAIN_NUMBERS || reading === format.numbers),
		numbers: column.numbers.filter(({ reading }) => reading === PLAIN_NUMBERS || reading === format.numbers),
		dates: column.dates.filter(({ reading }) => ISO_DATES.includes(reading) || reading === format.dates),
		timestamps: column.timestamps.filter(({ reading }) => ISO_TIMES.includes(reading) || reading === format.timestamps),
	};
}

/** Types that the values of a column have beside what is known: a number of many decimals, a flag that is a number. */
function knownType(
	column: ColumnEvidence,
	known: { readonly type: ColumnType; readonly what: string },
	told: ColumnType,
): ColumnWithType {
	const isFine = known.type === 'decimal' && column.fineNumbers > 0;
	const isFlag = known.type === 'integer' && told === 'boolean';
	const type = isFine ? 'float' : isFlag ? 'boolean' : known.type;
	return { evidence: column, typed: { type, evidence: `it is ${known.what} there`, fits: 1, reading: null } };
}

/** Ids are text where a number would be written in another way than elsewhere: 7.000000 is not 7. */
function isIdOfDecimals(column: ColumnEvidence, type: ColumnType): boolean {
	return column.isId && (type === 'decimal' || type === 'float');
}

/** A column of whole numbers as one of decimals, where a fraction may come later. */
function withFractions({ evidence, typed }: ColumnWithType, numbers: KnownRows['numbers']): ColumnWithType {
	if (typed.type !== 'integer' || numbers.get(evidence.name)?.hasFractions !== true) return { evidence, typed };
	return {
		evidence,
		typed: { ...typed, type: 'decimal', evidence: 'whole numbers, of a type that may have fractions' },
	};
}

/** Columns of rows that have types of their own: numbers and times of those come in one way, whatever texts there are. */
async function typeRows(
	table: TextTable,
	evidence: readonly ColumnEvidence[],
	answers: Answers,
	{ types, numbers, isTyped, isUtc }: KnownRows,
): Promise<TypedColumns> {
	const free = evidence.filter(({ name }) => !types.has(name) && !numbers.has(name));
	const chosen = await chooseFormat(table, free, answers, false);
	const isIso = isTyped || chosen.timestamps.declared === null || chosen.timestamps.isUtc;
	const [dates = chosen.dates] = isTyped ? ISO_DATES : [chosen.dates];
	const [timestamps = chosen.timestamps] = isTyped ? ISO_TIMES : [chosen.timestamps];
	const format = { ...chosen, numbers: PLAIN_NUMBERS, dates, timestamps };
	const columns = evidence.map((column): ColumnWithType => {
		const typed = typeColumn(readBy(column, chosen), format);
		const known = types.get(column.name);
		if (known === undefined) return withFractions({ evidence: column, typed }, numbers);
		if (isIdOfDecimals(column, known.type)) return { evidence: column, typed };
		return knownType(column, known, typed.type);
	});
	return {
		columns,
		format: {
			...(dates.declared === null ? {} : { dateFormat: dates.declared }),
			...(isIso || timestamps.declared === null ? {} : { timestampFormat: timestamps.declared }),
		},
		isUtc: isTyped ? isUtc : chosen.timestamps.isUtc,
		questions: chosen.questions,
	};
}

/**
 * The types of the columns of a table, and how its values are written: one way for a file; for rows that have types of their
 * own what is known of these, and ISO 8601.
 */
export async function typeColumns(
	table: TextTable,
	evidence: readonly ColumnEvidence[],
	answers: Answers,
	isGermanText: boolean,
	{ preset, known }: { readonly preset: RecognisedPreset | null; readonly known: KnownRows | undefined },
): Promise<TypedColumns> {
	if (known !== undefined) {
		const typed = await typeRows(table, evidence, answers, known);
		return { ...typed, columns: withPreset(typed.columns, preset) };
	}
	const format = await chooseFormat(table, evidence, answers, isGermanText);
	return {
		columns: withPreset(
			evidence.map((column) => ({ evidence: column, typed: typeColumn(column, format) })),
			preset,
		),
		format: declaredFormat(table, format),
		isUtc: format.timestamps.isUtc,
		questions: format.questions,
	};
}

import type { Connection } from '#warehouse/database.ts';
import { row, rows, sql, unsafe } from '#warehouse/query.ts';
import { textColumn } from '../contract/source-columns.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import { columnSql } from '../contract/values.ts';
import { ISO_FORMAT } from '../contract/value-format.ts';
import type { ValueFormat } from '../contract/value-format.ts';
import { isIdName, isTimeName } from './name-words.ts';
import { NUMBER_STYLES, styleFormat } from './number-styles.ts';
import type { NumberStyle } from './number-styles.ts';
import { DATE_FORMATS, shapeOf, TIMESTAMP_FORMATS } from './time-formats.ts';
import type { TimeFormat } from './time-formats.ts';
import type { TextTable } from './text-table.ts';

/** How many values of a column a reading holds. */
export interface Fit<Reading> {
	readonly reading: Reading;
	readonly values: number;
}

/** What the values of a column are like, counted over all rows that were looked at. */
export interface ColumnEvidence {
	readonly index: number;
	readonly name: string;
	readonly isId: boolean;
	/** Rows with a value. */
	readonly values: number;
	readonly distinct: number;
	readonly leadingZeros: number;
	/** Values of digits alone that are longer than numbers are exact. */
	readonly longDigits: number;
	/** Numbers with more decimals than money has, or in powers of ten. */
	readonly fineNumbers: number;
	/** Numbers such as 0.5, which no mark of thousands can part. */
	readonly pointFractions: number;
	readonly commaFractions: number;
	readonly booleans: number;
	/** Whether all of its values are 0 or 1. */
	readonly isBinary: boolean;
	readonly integers: readonly Fit<NumberStyle>[];
	readonly numbers: readonly Fit<NumberStyle>[];
	readonly dates: readonly Fit<TimeFormat>[];
	readonly timestamps: readonly Fit<TimeFormat>[];
	/** The most frequent values. */
	readonly examples: readonly string[];
}

const SAMPLED = 500;
const WORTH_COUNTING = 0.5;

/** SQL that is true where a text is a value of the type, written in the format. */
export function isValueSql(text: string, type: ColumnType, format: ValueFormat): string {
	const parts = columnSql({ ...textColumn('v'), type }, text, format);
	const names = {
		given: text,
		isWellWritten: `(${parts.isWellWritten ?? 'true'})`,
		value: `(${parts.value ?? 'null'})`,
	};
	return `(${parts.typed(names)}) is not null`;
}

/** SQL of the value of a text of the type, written in the format; null where it is none. */
export function valueSql(text: string, type: ColumnType, format: ValueFormat): string {
	const parts = columnSql({ ...textColumn('v'), type }, text, format);
	const names = {
		given: text,
		isWellWritten: `(${parts.isWellWritten ?? 'true'})`,
		value: `(${parts.value ?? 'null'})`,
	};
	return parts.typed(names);
}

interface Candidate {
	/** What its values look like, roughly: a quick first look at some of them. */
	readonly shape: RegExp;
	readonly sql: string;
	readonly add: (into: Fits, values: number) => void;
}

interface Fits {
	booleans: number;
	readonly integers: Fit<NumberStyle>[];
	readonly numbers: Fit<NumberStyle>[];
	readonly dates: Fit<TimeFormat>[];
	readonly timestamps: Fit<TimeFormat>[];
}

function timeFormat(type: 'date' | 'timestamp', { formats }: TimeFormat): ValueFormat {
	return type === 'date' ? { ...ISO_FORMAT, dateFormats: formats } : { ...ISO_FORMAT, timestampFormats: formats };
}

const NUMBER_SHAPE = /^[\s+-]*[\d.,' ]*\d[.,]?([eE][+-]?\d+)?\s*$/;

const CANDIDATES: readonly Candidate[] = [
	{
		shape: /^\s*[a-z01]{1,6}\s*$/i,
		sql: isValueSql('v', 'boolean', ISO_FORMAT),
		add: (into, values) => (into.booleans = values),
	},
	...NUMBER_STYLES.flatMap((reading): Candidate[] => [
		{
			shape: NUMBER_SHAPE,
			sql: isValueSql('v', 'integer', styleFormat(reading)),
			add: ({ integers }, values) => integers.push({ reading, values }),
		},
		{
			shape: NUMBER_SHAPE,
			sql: isValueSql('v', 'float', styleFormat(reading)),
			add: ({ numbers }, values) => numbers.push({ reading, values }),
		},
	]),
	...DATE_FORMATS.map((reading): Candidate => ({
		shape: shapeOf(reading),
		sql: isValueSql('v', 'date', timeFormat('date', reading)),
		add: ({ dates }, values) => dates.push({ reading, values }),
	})),
	...TIMESTAMP_FORMATS.map((reading): Candidate => ({
		shape: shapeOf(reading),
		sql: isValueSql('v', 'timestamp', timeFormat('timestamp', reading)),
		add: ({ timestamps }, values) => timestamps.push({ reading, values }),
	})),
];

/** How many values of `from` (columns `v` and `n`, how often it occurs) each candidate holds. */
async function countFits(connection: Connection, from: string, candidates: readonly Candidate[]): Promise<number[]> {
	if (candidates.length === 0) return [];
	const counts = candidates.map(
		(candidate, index) => `coalesce(sum(n) filter (where ${candidate.sql}), 0)::bigint as f${index}`,
	);
	const counted = await row<Record<string, number>>(
		connection,
		sql`select ${unsafe(counts.join(', '))} from ${unsafe(from)}`,
	);
	return candidates.map((_, index) => counted?.[`f${index}`] ?? 0);
}

interface Counted {
	readonly total: number;
	readonly different: number;
	readonly leadingZeros: number;
	readonly longDigits: number;
	readonly fineNumbers: number;
	readonly pointFractions: number;
	readonly commaFractions: number;
	readonly isBinary: boolean;
}

const SHAPES = `coalesce(sum(n), 0)::bigint as total, count(*) as different,
	coalesce(sum(n) filter (where regexp_matches(v, '^0[0-9]+$')), 0)::bigint as "leadingZeros",
	coalesce(sum(n) filter (where regexp_matches(v, '^[0-9]{16,}$')), 0)::bigint as "longDigits",
	coalesce(sum(n) filter (where regexp_matches(v, '[.,][0-9]{7,}$|[0-9][eE][+-]?[0-9]')), 0)::bigint as "fineNumbers",
	coalesce(sum(n) filter (where regexp_matches(v, '^[ +-]*0[.][0-9]')), 0)::bigint as "pointFractions",
	coalesce(sum(n) filter (where regexp_matches(v, '^[ +-]*0,[0-9]')), 0)::bigint as "commaFractions",
	coalesce(bool_and(trim(v) in ('0', '1')), false) as "isBinary"`;

async function evidenceOf({ connection, table }: TextTable, name: string, index: number): Promise<ColumnEvidence> {
	const values = 'looked_at_values';
	await connection.run(
		`create or replace temp table ${values} as
		select v${index} as v, count(*) as n from ${table} where v${index} is not null group by all`,
	);
	const counted = await row<Counted>(connection, sql`select ${unsafe(SHAPES)} from ${unsafe(values)}`);
	const examples = await rows<{ v: string }>(
		connection,
		sql`select v from ${unsafe(values)} order by n desc, v limit 3`,
	);
	const sample = await rows<{ v: string }>(
		connection,
		sql`select v from ${unsafe(values)} order by hash(v), v limit ${SAMPLED}`,
	);
	const promising = CANDIDATES.filter(
		({ shape }) => sample.filter(({ v }) => shape.test(v)).length >= Math.max(1, sample.length * WORTH_COUNTING),
	);
	const found = await countFits(connection, values, promising);
	const fits: Fits = { booleans: 0, integers: [], numbers: [], dates: [], timestamps: [] };
	promising.forEach((candidate, place) => candidate.add(fits, found[place] ?? 0));
	const { total = 0, different = 0, ...shapes } = counted ?? ({} as Partial<Counted>);
	return {
		index,
		name,
		isId: isIdName(name),
		values: total,
		distinct: different,
		leadingZeros: shapes.leadingZeros ?? 0,
		longDigits: shapes.longDigits ?? 0,
		fineNumbers: shapes.fineNumbers ?? 0,
		pointFractions: shapes.pointFractions ?? 0,
		commaFractions: shapes.commaFractions ?? 0,
		isBinary: shapes.isBinary ?? false,
		...fits,
		dates: fits.dates.filter(({ reading }) => !reading.needsName || isTimeName(name)),
		examples: examples.map(({ v }) => v),
	};
}

/** What each column of a table of text holds. */
export async function columnEvidence(table: TextTable): Promise<ColumnEvidence[]> {
	const found: ColumnEvidence[] = [];
	for (const [index, name] of table.names.entries()) found.push(await evidenceOf(table, name, index));
	await table.connection.run('drop table if exists looked_at_values');
	return found;
}

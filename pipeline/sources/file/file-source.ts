import { ConfigError } from '../../errors.ts';
import type { ColumnType, FileKind, FileSource } from './schema.ts';

/** The closed list of reasons for which a row is set aside that a file source can give. */
export type QuarantineReason =
	| 'unparseable_record'
	| 'wrong_column_count'
	| 'missing_required'
	| 'type_mismatch'
	| 'out_of_range'
	| 'duplicate_key'
	| 'size_limit';

/** A record that was set aside: one row per record, whatever number of its columns are wrong. */
export interface QuarantinedRow {
	readonly file: string;
	/** Physical line in the file, counted from 1, where the record begins. */
	readonly line: number;
	/** The first column that is wrong, null when the record as a whole is. */
	readonly column: string | null;
	readonly reason: QuarantineReason;
	/** A sentence for the reader. */
	readonly message: string;
	/** The text of the record as the file has it, cut after 10,000 characters. */
	readonly original: string;
}

/** A declared column of a source. */
export interface FileColumn {
	readonly name: string;
	readonly type: ColumnType;
	/** Required by its declaration or as part of the key: an empty field sets the record aside. */
	readonly isRequired: boolean;
}

/** How a file is read, with every default filled in. */
export interface FileFormat {
	readonly kind: FileKind;
	/** Of a workbook: the name of the sheet, or its place from 1. */
	readonly sheet: string | number;
	readonly delimiter: string;
	readonly quote: string;
	readonly decimal: '.' | ',';
	readonly thousands: string | null;
	/** A name of the Encoding Standard in its own spelling: `utf-8`, `windows-1252`. */
	readonly encoding: string;
	/** In strptime's letters; a value has to match one of them. */
	readonly dateFormats: readonly string[];
	readonly timestampFormats: readonly string[];
}

const DEFAULTS = {
	kind: 'csv',
	sheet: 1,
	delimiter: ',',
	quote: '"',
	decimal: '.',
	thousands: null,
	encoding: 'utf-8',
	dateFormats: ['%Y-%m-%d'],
	timestampFormats: ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%dT%H:%M:%S.%f'],
} as const satisfies FileFormat;

const PRESETS: Readonly<Record<string, FileFormat>> = {
	'german-excel': {
		kind: 'csv',
		sheet: 1,
		delimiter: ';',
		quote: '"',
		decimal: ',',
		thousands: '.',
		encoding: 'windows-1252',
		dateFormats: ['%d.%m.%Y'],
		timestampFormats: ['%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M'],
	},
};

/** What a name says about the kind of a file; a pattern's too. */
const KINDS_BY_NAME: readonly (readonly [RegExp, FileKind])[] = [
	[/\.(jsonl|ndjson)(\.gz)?$/i, 'json-lines'],
	[/\.parquet$/i, 'parquet'],
	[/\.xlsx$/i, 'excel'],
];

/** Instants with their distance from UTC, as programs write them. */
const INSTANT_FORMATS = [
	'%Y-%m-%dT%H:%M:%SZ',
	'%Y-%m-%dT%H:%M:%S.%fZ',
	'%Y-%m-%dT%H:%M:%S%z',
	'%Y-%m-%dT%H:%M:%S.%f%z',
];

/** The formats that dates or times may have: values of typed files come in ISO 8601, whatever the source's texts have. */
function formatsOf(declared: string | undefined, base: readonly string[], iso: readonly string[]): readonly string[] {
	return [...new Set([...(declared === undefined ? base : [declared]), ...iso])];
}

/**
 * The format of a source: what it declares, over its preset, over RFC 4180 and ISO 8601.
 * @throws ConfigError when two marks of it are the same character, one is not a plain ASCII character, or times with an
 * offset would be taken for times of another zone than UTC
 */
export function fileFormat(source: FileSource): FileFormat {
	const declared = source.format;
	const base: FileFormat = (declared.preset === undefined ? undefined : PRESETS[declared.preset]) ?? DEFAULTS;
	const kind = declared.kind ?? KINDS_BY_NAME.find(([name]) => name.test(source.path))?.[1] ?? 'csv';
	const isTyped = kind !== 'csv';
	const instants = isTyped && source.zone === 'UTC' ? INSTANT_FORMATS : [];
	const isoTimes = isTyped ? [...DEFAULTS.timestampFormats, ...instants] : [];
	const format: FileFormat = {
		kind,
		sheet: declared.sheet ?? base.sheet,
		delimiter: declared.delimiter ?? base.delimiter,
		quote: declared.quote ?? base.quote,
		decimal: declared.decimal ?? base.decimal,
		thousands: declared.thousands === undefined ? base.thousands : declared.thousands,
		encoding: new TextDecoder(declared.encoding ?? base.encoding).encoding,
		dateFormats: formatsOf(declared.dateFormat, base.dateFormats, isTyped ? DEFAULTS.dateFormats : []),
		timestampFormats: formatsOf(declared.timestampFormat, base.timestampFormats, isoTimes),
	};
	const { delimiter, quote, decimal, thousands } = format;
	for (const [key, mark] of Object.entries({ delimiter, quote })) {
		if (!/^[\t\x20-\x7e]$/.test(mark)) {
			throw new ConfigError(
				`source ${source.name}: format.${key} is ${JSON.stringify(mark)} (expected one ASCII character)`,
			);
		}
	}
	if (kind !== 'excel' && declared.sheet !== undefined) {
		throw new ConfigError(`source ${source.name}: format.sheet is for workbooks, and its files are ${kind}`);
	}
	if (delimiter === quote) {
		throw new ConfigError(`source ${source.name}: format.delimiter and format.quote are both ${JSON.stringify(quote)}`);
	}
	if (decimal === thousands) {
		throw new ConfigError(`source ${source.name}: format.decimal and format.thousands are both "${decimal}"`);
	}
	if (source.zone !== 'UTC' && format.timestampFormats.some((wanted) => /%z/i.test(wanted))) {
		throw new ConfigError(`source ${source.name}: format.timestampFormat has an offset, so its times come out as UTC`, {
			hint: "declare zone: 'UTC' for the source",
		});
	}
	return format;
}

const OWN_COLUMNS = ['_load_id', '_file', '_line'];

/**
 * The declared columns of a source in the order of its declaration.
 * @throws ConfigError when two names differ by case alone, a name is one of the loader's own, or the key is not declared
 */
export function fileColumns(source: FileSource): FileColumn[] {
	const columns = Object.entries(source.columns).map(([name, declared]) => ({
		name,
		type: typeof declared === 'string' ? declared : declared.type,
		isRequired: source.key.includes(name) || (typeof declared !== 'string' && declared.required),
	}));
	const names = new Set<string>();
	for (const { name } of columns) {
		const folded = name.toLowerCase();
		if (OWN_COLUMNS.includes(folded)) {
			throw new ConfigError(`source ${source.name}: columns.${name}: ${OWN_COLUMNS.join(', ')} are added by the load`);
		}
		if (names.has(folded)) {
			throw new ConfigError(`source ${source.name}: columns.${name}: another column differs from it by case alone`);
		}
		names.add(folded);
	}
	if (columns.length === 0)
		throw new ConfigError(`source ${source.name}: columns: none declared (expected at least one)`);
	const stranger = source.key.find((name) => !(name in source.columns));
	if (stranger !== undefined) {
		throw new ConfigError(`source ${source.name}: key: "${stranger}" is not among its columns`);
	}
	if (source.disposition === 'merge' && source.key.length === 0) {
		throw new ConfigError(`source ${source.name}: key: missing (merge replaces rows by their key)`);
	}
	return columns;
}

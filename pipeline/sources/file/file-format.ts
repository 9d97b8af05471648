import { ConfigError } from '../../errors.ts';
import { ISO_FORMAT, valueFormat } from '../contract/value-format.ts';
import type { DeclaredValueFormat, ValueFormat } from '../contract/value-format.ts';
import type { FileKind } from './schema.ts';

/** How a file is read, with every default filled in. */
export interface FileFormat extends ValueFormat {
	readonly kind: FileKind;
	/** Of a workbook: the name of the sheet, or its place from 1. */
	readonly sheet: string | number;
	readonly delimiter: string;
	readonly quote: string;
	/** A name of the Encoding Standard in its own spelling: `utf-8`, `windows-1252`. */
	readonly encoding: string;
}

/** What of a source its format is made of. */
export interface FormatOfSource {
	readonly name: string;
	readonly zone?: string | undefined;
	/** A path, a pattern or an address: its end may tell the kind of the file. */
	readonly path: string;
	readonly format: DeclaredValueFormat & {
		readonly kind?: FileKind | undefined;
		readonly sheet?: string | number | undefined;
		readonly preset?: 'german-excel' | undefined;
		readonly delimiter?: string | undefined;
		readonly quote?: string | undefined;
		readonly encoding?: string | undefined;
	};
}

const DEFAULTS = {
	...ISO_FORMAT,
	kind: 'csv',
	sheet: 1,
	delimiter: ',',
	quote: '"',
	encoding: 'utf-8',
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

/**
 * The format of a source of files: what it declares, over its preset, over RFC 4180 and ISO 8601.
 * @throws ConfigError when two marks of it are the same character, one is not a plain ASCII character, or times with an
 * offset would be taken for times of another zone than UTC
 */
export function fileFormat(source: FormatOfSource): FileFormat {
	const declared = source.format;
	const base: FileFormat = (declared.preset === undefined ? undefined : PRESETS[declared.preset]) ?? DEFAULTS;
	const kind = declared.kind ?? KINDS_BY_NAME.find(([name]) => name.test(source.path))?.[1] ?? 'csv';
	const format: FileFormat = {
		...valueFormat(source, declared, base, kind !== 'csv'),
		kind,
		sheet: declared.sheet ?? base.sheet,
		delimiter: declared.delimiter ?? base.delimiter,
		quote: declared.quote ?? base.quote,
		encoding: new TextDecoder(declared.encoding ?? base.encoding).encoding,
	};
	const { delimiter, quote } = format;
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
	return format;
}

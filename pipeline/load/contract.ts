import { createHash } from 'node:crypto';
import { sql, row } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import { ConfigError } from '../errors.ts';
import { sourceColumns } from '../sources/contract/source-columns.ts';
import type { ColumnsOfSource, SourceColumn } from '../sources/contract/source-columns.ts';
import type { Disposition } from '../sources/contract/source-schema.ts';
import { ISO_FORMAT, valueFormat } from '../sources/contract/value-format.ts';
import type { ValueFormat } from '../sources/contract/value-format.ts';
import type { DeclaredContract } from '../sources/contract/row-contract.ts';
import { fileFormat } from '../sources/file/file-format.ts';
import type { FileFormat } from '../sources/file/file-format.ts';
import { isFileSource } from '../sources/schema.ts';
import type { ContentSource, RowSource, Source } from '../sources/schema.ts';

/** What a source says about its rows. */
export interface Contract extends DeclaredContract {
	readonly disposition: Disposition;
	/** Changes when a row would be read in another way, so that those in raw are no longer what it says. */
	readonly hash: string;
}

/** What a source of files says about them. */
export interface FileContract extends Contract {
	readonly format: FileFormat;
}

/** Goes up when the reader itself comes to read the same file in another way. */
const READER_VERSION = 1;

/** A column as the hash knows it: rules that it does not declare leave the hash as it was before there were such rules. */
function hashedColumn(column: SourceColumn): unknown {
	const { name, type, isRequired, accepted, min, max, maxLength, references, isPseudonym } = column;
	const rules = Object.entries({ accepted, min, max, maxLength, references, isPseudonym: isPseudonym || null });
	return { name, type, isRequired, ...Object.fromEntries(rules.filter(([, value]) => value !== null)) };
}

function hashedFormat(format: ValueFormat | FileFormat): unknown {
	const { decimal, thousands, dateFormats, timestampFormats } = format;
	if (!('kind' in format)) return { decimal, thousands, dateFormats, timestampFormats };
	const { kind, sheet, delimiter, quote, encoding } = format;
	return { kind, sheet, delimiter, quote, decimal, thousands, encoding, dateFormats, timestampFormats };
}

type ContractOfSource = ColumnsOfSource &
	Pick<Source, 'disposition' | 'contract' | 'deleted' | 'version' | 'drop' | 'key'>;

function contractOf<Format extends ValueFormat>(
	source: ContractOfSource,
	format: Format,
): Contract & { readonly format: Format } {
	const columns = sourceColumns(source);
	const { key, disposition, contract, drop } = source;
	const deleted =
		source.deleted === undefined ? null : { column: source.deleted.column, values: source.deleted.values ?? null };
	const version = source.version ?? null;
	const declared = {
		...(contract.columns === 'notify' ? {} : { unknownColumns: contract.columns }),
		...(contract.types === 'quarantine' ? {} : { badValues: contract.types }),
		...(deleted === null ? {} : { deleted }),
		...(version === null ? {} : { version }),
		...(drop.length === 0 ? {} : { drop }),
	};
	const hashed = {
		reader: READER_VERSION,
		columns: columns.map(hashedColumn),
		format: hashedFormat(format),
		key,
		disposition,
		...declared,
	};
	return {
		columns,
		key,
		format,
		unknownColumns: contract.columns,
		badValues: contract.types,
		dropped: drop,
		deleted,
		version,
		disposition,
		hash: createHash('sha256').update(JSON.stringify(hashed)).digest('hex'),
	};
}

/**
 * The contract of a source of files.
 * @throws ConfigError when its parts contradict each other
 */
export function fileContract(source: ContentSource): FileContract {
	return contractOf(source, fileFormat(source));
}

/**
 * The contract of a source that gives rows.
 * @throws ConfigError when its parts contradict each other
 */
export function rowContract(source: RowSource): Contract {
	const contract = contractOf(source, valueFormat(source, source.format, ISO_FORMAT, true));
	const { cursor, disposition, name } = source;
	if (disposition === 'append' && cursor === undefined) {
		throw new ConfigError(`source ${name}: append needs a cursor: without one each load would add every row again`, {
			hint: "declare cursor: { column }, or disposition: 'merge' with a key",
		});
	}
	if (disposition === 'append' && cursor !== undefined && cursor.lag > 0) {
		throw new ConfigError(`source ${name}: append with cursor.lag would add the rows of the lag again`, {
			hint: "declare disposition: 'merge' with a key, which replaces them",
		});
	}
	if (disposition === 'replace' && cursor !== undefined) {
		throw new ConfigError(`source ${name}: replace reads all rows each time, so a cursor says nothing`, {
			hint: "leave cursor out, or declare disposition: 'merge' with a key",
		});
	}
	if (cursor !== undefined) requireCursorColumn(contract, name, cursor.column, cursor.lag);
	for (const [entity, mapping] of Object.entries(source.entities)) {
		for (const [column, value] of Object.entries(mapping)) {
			if (typeof value === 'string' || !('line' in value)) continue;
			throw new ConfigError(
				`source ${name}: entities.${entity}.${column}: rows of it have no line (expected a column)`,
			);
		}
	}
	return contract;
}

function requireCursorColumn({ columns }: Contract, source: string, name: string, lag: number): void {
	const column = columns.find((each) => each.name === name);
	if (column === undefined)
		throw new ConfigError(`source ${source}: cursor.column: "${name}" is not among its columns`);
	if (column.type === 'boolean' || column.isPseudonym) {
		throw new ConfigError(`source ${source}: cursor.column: "${name}" does not grow (expected a number or a time)`);
	}
	if (lag > 0 && column.type === 'text') {
		throw new ConfigError(`source ${source}: cursor.lag: "${name}" is text (a lag is for numbers, days and times)`);
	}
}

/** The contract of a source. @throws ConfigError when its parts contradict each other */
export function readContract(source: Source): Contract {
	return isFileSource(source) ? fileContract(source) : rowContract(source);
}

/**
 * Makes sure that DuckDB knows the letters of the declared date formats.
 * @throws ConfigError naming the format it does not know
 */
export async function checkDateFormats(connection: Connection, name: string, format: ValueFormat): Promise<void> {
	for (const [key, formats] of [
		['dateFormat', format.dateFormats],
		['timestampFormat', format.timestampFormats],
	] as const) {
		for (const wanted of formats) {
			try {
				await row(connection, sql`select strftime(timestamp '2000-01-01', ${wanted}) as probe`);
			} catch (cause) {
				throw new ConfigError(`source ${name}: format.${key} is "${wanted}", which is no strptime format`, {
					hint: 'write %Y year, %m month, %d day, %H hour, %M minute, %S second',
					cause,
				});
			}
		}
	}
}

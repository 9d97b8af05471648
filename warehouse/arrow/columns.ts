import { DuckDBDecimalType, DuckDBEnumType, DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import {
	Binary,
	Dictionary,
	Float32,
	Float64,
	Int16,
	Int32,
	Int64,
	Int8,
	Uint16,
	Uint32,
	Uint64,
	Uint8,
	Utf8,
	vectorFromArray,
} from 'apache-arrow';
import { booleanColumn } from './boolean-column.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { decimalColumn, hugeintColumn } from './decimal-column.ts';
import { fixedColumn } from './fixed-column.ts';
import { dateColumn, timeColumn, timestampColumn } from './temporal-column.ts';
import { textColumn, uuidColumn } from './text-column.ts';

interface NumberArray {
	new (buffer: ArrayBuffer, byteOffset: number, length: number): ArrayBufferView;
	readonly BYTES_PER_ELEMENT: number;
}

function numberColumn(type: Parameters<typeof fixedColumn>[0]['type'], array: NumberArray): ColumnBuilder {
	const width = array.BYTES_PER_ELEMENT;
	return fixedColumn({
		type,
		width,
		values: (bytes) => new array(bytes.buffer, bytes.byteOffset, bytes.length / width),
	});
}

/** ENUM: its codes as DuckDB has them, and its values once, as the dictionary. */
function enumColumn({ values, internalTypeId }: DuckDBEnumType): ColumnBuilder {
	const [codes, array] =
		internalTypeId === DuckDBTypeId.UTINYINT
			? ([new Uint8(), Uint8Array] as const)
			: internalTypeId === DuckDBTypeId.USMALLINT
				? ([new Uint16(), Uint16Array] as const)
				: ([new Uint32(), Uint32Array] as const);
	return fixedColumn({
		type: new Dictionary(new Utf8(), codes),
		width: array.BYTES_PER_ELEMENT,
		values: (bytes) => new array(bytes.buffer, bytes.byteOffset, bytes.length / array.BYTES_PER_ELEMENT),
		dictionary: vectorFromArray(values, new Utf8()),
	});
}

/** The builder for a declared DuckDB type, or null where Arrow output has nothing for it. */
export function columnBuilder(type: DuckDBType): ColumnBuilder | null {
	if (type instanceof DuckDBDecimalType) return decimalColumn(type.width, type.scale);
	if (type instanceof DuckDBEnumType) return enumColumn(type);
	switch (type.typeId) {
		case DuckDBTypeId.BOOLEAN:
			return booleanColumn();
		case DuckDBTypeId.TINYINT:
			return numberColumn(new Int8(), Int8Array);
		case DuckDBTypeId.SMALLINT:
			return numberColumn(new Int16(), Int16Array);
		case DuckDBTypeId.INTEGER:
			return numberColumn(new Int32(), Int32Array);
		case DuckDBTypeId.BIGINT:
			return numberColumn(new Int64(), BigInt64Array);
		case DuckDBTypeId.UTINYINT:
			return numberColumn(new Uint8(), Uint8Array);
		case DuckDBTypeId.USMALLINT:
			return numberColumn(new Uint16(), Uint16Array);
		case DuckDBTypeId.UINTEGER:
			return numberColumn(new Uint32(), Uint32Array);
		case DuckDBTypeId.UBIGINT:
			return numberColumn(new Uint64(), BigUint64Array);
		case DuckDBTypeId.FLOAT:
			return numberColumn(new Float32(), Float32Array);
		case DuckDBTypeId.DOUBLE:
			return numberColumn(new Float64(), Float64Array);
		case DuckDBTypeId.HUGEINT:
			return hugeintColumn();
		case DuckDBTypeId.DATE:
			return dateColumn();
		case DuckDBTypeId.TIME:
			return timeColumn();
		case DuckDBTypeId.TIMESTAMP_S:
			return timestampColumn('second', null);
		case DuckDBTypeId.TIMESTAMP_MS:
			return timestampColumn('millisecond', null);
		case DuckDBTypeId.TIMESTAMP:
			return timestampColumn('microsecond', null);
		case DuckDBTypeId.TIMESTAMP_NS:
			return timestampColumn('nanosecond', null);
		case DuckDBTypeId.TIMESTAMP_TZ:
			return timestampColumn('microsecond', 'UTC');
		case DuckDBTypeId.VARCHAR:
			return textColumn(new Utf8());
		case DuckDBTypeId.BLOB:
			return textColumn(new Binary());
		case DuckDBTypeId.UUID:
			return uuidColumn(new Utf8());
		default:
			return null;
	}
}

import type { RawColumn } from '#warehouse/raw.ts';
import { keepsText, UNDECLARED } from '../sources/contract/stage.ts';
import { RAW_TYPES } from '../sources/contract/values.ts';
import type { Contract } from './contract.ts';

/** What scd2 knows of a version of a row: what it is compared by, and from when until when it held, in UTC. */
export const VERSION_COLUMNS: readonly RawColumn[] = [
	{ name: '_row_hash', type: 'VARCHAR' },
	{ name: '_valid_from', type: 'TIMESTAMP' },
	{ name: '_valid_to', type: 'TIMESTAMP' },
];

/** The columns of a source's table in raw that come from its rows, in the order of `stagedColumns`. */
export function rowColumns(contract: Contract): RawColumn[] {
	const texts = contract.columns.filter((column) => keepsText(column, contract));
	return [
		...contract.columns.map(({ name, type }) => ({ name, type: RAW_TYPES[type] })),
		...texts.map(({ name }) => ({ name: `${name}__text`, type: 'VARCHAR' })),
		...(contract.unknownColumns === 'evolve' ? [{ name: UNDECLARED, type: 'VARCHAR' }] : []),
	];
}

/** The columns of a source's table in raw. */
export function rawColumns(contract: Contract): RawColumn[] {
	return contract.disposition === 'scd2' ? [...rowColumns(contract), ...VERSION_COLUMNS] : rowColumns(contract);
}

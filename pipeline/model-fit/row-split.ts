import { ModelError } from '#models/model-error.ts';
import { numberColumn, refuseCell, rowNumber } from './input-table.ts';
import { readInput } from './read-input.ts';
import type { LogisticFitOptions } from './logistic-options.ts';

/** Row indexes by what they are for. */
export interface RowSplit {
	readonly train: Int32Array;
	readonly validation: Int32Array;
	readonly test: Int32Array;
}

/**
 * Parts rows as a split file says (`row, fold`, row counted from 0): fold `test` is only scored, fold `validation` only
 * calibrates, all others train. Without a split file all rows train.
 * @throws ModelError when the file leaves out or repeats a row, or names one that is not there
 */
export async function splitRows(rows: number, options: LogisticFitOptions): Promise<RowSplit> {
	const all = Int32Array.from({ length: rows }, (_, row) => row);
	const none = new Int32Array();
	if (options.split === null) return { train: all, validation: none, test: none };
	const folds = await readFolds(options.split, rows);
	const inFold = (wanted: number | null): Int32Array => all.filter((row) => folds[row] === wanted);
	return {
		train: all.filter((row) => folds[row] !== options.test && folds[row] !== options.validation),
		validation: inFold(options.validation),
		test: inFold(options.test),
	};
}

async function readFolds(path: string, rows: number): Promise<readonly (number | undefined)[]> {
	const table = await readInput(path, (column) => column === 'row' || column === 'fold');
	const numbers = numberColumn(table, 'row');
	const given = numberColumn(table, 'fold');
	const folds = new Array<number | undefined>(rows).fill(undefined);
	numbers.forEach((row, index) => {
		if (!Number.isInteger(row) || row < 0 || row >= rows) {
			refuseCell('row', index, String(row), `a row of the input, 0 to ${rows - 1}`);
		}
		if (folds[row] !== undefined) refuseCell('row', index, String(row), 'each row once');
		folds[row] = given[index];
	});
	const missing = folds.indexOf(undefined);
	if (missing >= 0)
		throw new ModelError('input', `${table.name} has no fold for row ${rowNumber(missing)} of the input`);
	return folds;
}

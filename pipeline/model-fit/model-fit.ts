import type * as v from 'valibot';
import type { InputTable } from './input-table.ts';
import { parseOptions } from './options.ts';
import { readInput } from './read-input.ts';

/** What every answer has; models add their own figures. */
export interface FitAnswer {
	/** Rows, customers or values that were fitted on. */
	readonly n: number;
	/** Wall-clock time of the fit, without reading the file and scoring. */
	readonly seconds: number;
	/** Whether the optimiser's own stopping rule held. */
	readonly converged: boolean;
	/** The simpler model that the data reduce it to, null when none. */
	readonly degenerate: string | null;
}

/** An answer for programs and the same for people. */
export interface FitResult {
	readonly answer: FitAnswer & Readonly<Record<string, unknown>>;
	/** Tables and sentences, to be printed one below the other. */
	readonly text: readonly string[];
	/** What a person should know, a sentence each; goes to stderr. */
	readonly notes: readonly string[];
}

/** A model that can be fitted on a file by its name. */
export interface ModelFit {
	/** Reads the options before the file: what is wrong with them is said at once. */
	prepare(options: string): (file: string) => Promise<FitResult>;
}

interface ModelFitParts<Schema extends v.GenericSchema> {
	readonly options: Schema;
	readonly isWanted: (column: string, options: v.InferOutput<Schema>) => boolean;
	readonly fit: (table: InputTable, options: v.InferOutput<Schema>) => FitResult | Promise<FitResult>;
}

export function modelFit<Schema extends v.GenericSchema>(parts: ModelFitParts<Schema>): ModelFit {
	return {
		prepare(text) {
			const options = parseOptions(parts.options, text);
			return async (file) => {
				const table = await readInput(file, (column) => parts.isWanted(column, options));
				return parts.fit(table, options);
			};
		},
	};
}

/** Work that is timed by the wall clock. */
export function timed<Result>(work: () => Result): { readonly result: Result; readonly seconds: number } {
	const began = performance.now();
	const result = work();
	return { result, seconds: (performance.now() - began) / 1000 };
}

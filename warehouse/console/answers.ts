import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import { arrowOfResult } from '../arrow.ts';
import type { ResultStream } from '../result-stream.ts';
import type { Answer, ConsoleOutput, ConsoleValue, RowLimit } from './messages.ts';
import { writeParquet } from './parquet-file.ts';
import { toConsoleValue } from './plain-value.ts';

/** What is known at the end of a result: how many rows were given, and whether the query has more. */
export interface Given {
	readonly rowsCount: number;
	readonly truncated: boolean;
}

function typeName(type: DuckDBType): string {
	return type.typeId === DuckDBTypeId.ENUM ? 'ENUM' : type.toString();
}

function textLength(row: readonly ConsoleValue[]): number {
	return row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 1), 0);
}

async function* giveRows(result: ResultStream, limit: RowLimit): AsyncGenerator<Answer, Given> {
	let rowsCount = 0;
	let characters = 0;
	for await (const chunk of result.chunks()) {
		const rows: ConsoleValue[][] = [];
		for (let index = 0; index < chunk.rowCount; index++) {
			if (rowsCount >= limit.rows || characters >= limit.characters) {
				yield { kind: 'rows', rows };
				return { rowsCount, truncated: true };
			}
			const row = chunk.getRowValues(index).map(toConsoleValue);
			rows.push(row);
			rowsCount += 1;
			characters += textLength(row);
		}
		yield { kind: 'rows', rows };
	}
	return { rowsCount, truncated: false };
}

async function* giveArrow(result: ResultStream, sql: string): AsyncGenerator<Answer, Given> {
	let rowsCount = 0;
	const counted: ResultStream = {
		...result,
		async *chunks() {
			for await (const chunk of result.chunks()) {
				rowsCount += chunk.rowCount;
				yield chunk;
			}
		},
	};
	for await (const bytes of arrowOfResult(counted, sql)) yield { kind: 'bytes', bytes };
	return { rowsCount, truncated: false };
}

async function* givePieces(result: ResultStream, sql: string, output: ConsoleOutput): AsyncGenerator<Answer, Given> {
	switch (output.kind) {
		case 'rows':
			return yield* giveRows(result, output.limit);
		case 'arrow':
			return yield* giveArrow(result, sql);
		case 'parquet':
			return { rowsCount: await writeParquet(result, output.folder, output.fileName), truncated: false };
	}
}

/** A result as answers to the parent: its columns, then its pieces. */
export async function* giveAnswers(
	result: ResultStream,
	sql: string,
	output: ConsoleOutput,
): AsyncGenerator<Answer, Given> {
	const columns = result.types.map((type, index) => ({ name: result.names[index] ?? '', type: typeName(type) }));
	yield { kind: 'columns', columns };
	return yield* givePieces(result, sql, output);
}

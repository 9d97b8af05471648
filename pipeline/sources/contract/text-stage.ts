import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { SourceError } from '../../errors.ts';
import { wantsUndeclared } from './row-contract.ts';
import type { RowContract } from './row-contract.ts';
import { MARKS, RowTextWriter } from './row-text.ts';
import { addToStage, endStage } from './stage.ts';
import type { StageTable } from './stage.ts';
import { textRelation } from './text-relation.ts';
import type { ReadableText, TextRelation } from './text-relation.ts';

/** A part of the text has about so many characters: DuckDB has then enough to do, and the last part is soon done. */
const PART_CHARACTERS = 8_000_000;

/** Records of a source that are no delimited text, and the table they go to. */
export interface TextStageTarget {
	readonly connection: Connection;
	/** Name of the temporary table. */
	readonly table: string;
	readonly contract: RowContract;
	/** What the records come from, for an error. */
	readonly origin: string;
	/** Where their text lies meanwhile. */
	readonly folder: string;
	/** Fields of a record. */
	readonly fields: number;
	/** Where each column of the contract stands in a record. */
	readonly positions: readonly number[];
	/** SQL of what no column takes, see `TextRecords`. */
	readonly undeclaredSql: string | null;
	/** Characters of a part of the text; PART_CHARACTERS but in tests. */
	readonly partCharacters?: number;
}

/**
 * A target whose records have the columns of the contract in their order and, where it asks for them, the fields that no
 * column takes as the last one.
 */
export function inContractOrder(
	target: Omit<TextStageTarget, 'fields' | 'positions' | 'undeclaredSql'>,
): TextStageTarget {
	const { columns } = target.contract;
	const hasUndeclared = wantsUndeclared(target.contract);
	return {
		...target,
		fields: columns.length + (hasUndeclared ? 1 : 0),
		positions: columns.map((_, index) => index),
		undeclaredSql: hasUndeclared ? `c${columns.length}` : null,
	};
}

/**
 * How records that are no delimited text get into a stage table: they are written as such a text in parts, and DuckDB reads
 * what parts there are on one processor while the next is written on another. Whoever adds records leaves the connection
 * alone until `finish`.
 */
export class TextStage {
	readonly #target: TextStageTarget;
	/** The part that is being written. */
	#writer: RowTextWriter;
	readonly #parts: ReadableText[] = [];
	/** How many of the parts are in the table, or on their way. */
	#taken = 0;
	/** Records added. */
	records = 0;
	#staging: Promise<void> | null = null;
	#failure: { readonly cause: unknown } | null = null;

	private constructor(target: TextStageTarget, writer: RowTextWriter) {
		this.#target = target;
		this.#writer = writer;
	}

	static async create(target: TextStageTarget): Promise<TextStage> {
		return new TextStage(target, await RowTextWriter.create(pathOf(target, 0), target.fields));
	}

	/** Adds a record; a field that is null or empty text is read as null. */
	add(line: number, fields: readonly (string | null)[]): void {
		this.#writer.add(line, fields);
		this.records += 1;
	}

	/**
	 * Writes what was gathered, if that is much; to be awaited now and then.
	 * @throws what went wrong while parts were staged
	 */
	async drain(): Promise<void> {
		if (this.#failure !== null) throw this.#failure.cause;
		await this.#writer.drain();
		if (this.#writer.characters < (this.#target.partCharacters ?? PART_CHARACTERS)) return;
		await this.#endPart();
		this.#writer = await RowTextWriter.create(pathOf(this.#target, this.#parts.length), this.#target.fields);
		if (this.#staging === null && this.#taken < this.#parts.length) this.#staging = this.#stageParts();
	}

	/**
	 * Ends the text; all of it is in the table then.
	 * @throws SourceError when DuckDB finds another number of records than were added
	 */
	async finish(): Promise<StageTable> {
		const { connection, table, contract, origin } = this.#target;
		await this.#endPart();
		await this.#staging;
		await this.#stageParts();
		if (this.#failure !== null) throw this.#failure.cause;
		const stage = await endStage(connection, table, contract, true);
		if (stage.rows !== this.records) {
			throw new SourceError(`${origin}: ${this.records} records were handed to DuckDB, it read ${stage.rows}`, {
				hint: 'please report this source: the two ought never to differ',
			});
		}
		return stage;
	}

	/** All that was added, as a relation that can be read as often as wanted until this is closed; to be asked once it is finished. */
	relation(): TextRelation {
		return relationOf(this.#parts);
	}

	/** Gives up what is under way, and removes the text. */
	async close(): Promise<void> {
		if (this.#staging !== null) this.#target.connection.interrupt();
		await this.#staging;
		await this.#writer.close();
		for (let part = 0; part <= this.#parts.length; part += 1) await rm(pathOf(this.#target, part), { force: true });
	}

	async #endPart(): Promise<void> {
		this.#parts.push(await this.#writer.finish());
		await this.#writer.close();
	}

	/** Reads the parts that wait, as many at a time as there are. What goes wrong is kept for whoever asks next. */
	async #stageParts(): Promise<void> {
		const { connection, table, contract, positions, undeclaredSql } = this.#target;
		try {
			while (this.#failure === null && this.#taken < this.#parts.length) {
				const isFirst = this.#taken === 0;
				const relation = relationOf(this.#parts.slice(this.#taken));
				this.#taken = this.#parts.length;
				await addToStage(connection, table, { relation, positions, undeclaredSql }, contract, isFirst);
			}
		} catch (cause) {
			this.#failure = { cause };
		} finally {
			this.#staging = null;
		}
	}
}

function pathOf({ folder, table }: TextStageTarget, part: number): string {
	return join(folder, `${table}.${part}.csv`);
}

function relationOf(parts: readonly ReadableText[]): TextRelation {
	const [first] = parts;
	if (first === undefined) throw new RangeError('no text was written');
	const text = {
		...first,
		paths: parts.flatMap(({ paths }) => paths),
		hasMultilineRecords: parts.some(({ hasMultilineRecords }) => hasMultilineRecords),
	};
	return textRelation(text, MARKS);
}

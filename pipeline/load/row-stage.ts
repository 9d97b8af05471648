import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import { wantsUndeclared } from '../sources/contract/row-contract.ts';
import type { RowContract } from '../sources/contract/row-contract.ts';
import { rowTextRelation, RowTextWriter, stageRowText } from '../sources/contract/row-text.ts';
import { badValues, removeDuplicates } from '../sources/contract/stage.ts';
import type { StageTable } from '../sources/contract/stage.ts';
import { MAX_ORIGINAL_CHARACTERS } from '../sources/file/limits.ts';
import type { RowPage } from '../sources/row-source.ts';

/** Rows of some pages in a temporary table, and those that broke the contract. */
export interface StagedPages {
	readonly stage: StageTable;
	/** Rows that came, whatever became of them. */
	readonly read: number;
	/** Earlier versions of rows that came again, where the source tells versions apart. */
	readonly superseded: number;
	readonly quarantinedCount: number;
	/** The first of them, in the order in which they came. */
	readonly quarantined: readonly QuarantinedRow[];
}

interface PageMark {
	readonly label: string;
	/** The line of its first row. */
	readonly firstLine: number;
	/** Places of rows in it that could not be told in fields. */
	readonly broken: readonly number[];
}

/** Gathers the rows of pages as text, for a stage table. */
export class RowStage {
	readonly #connection: Connection;
	readonly #table: string;
	readonly #contract: RowContract;
	readonly #folder: string;
	readonly #writer: RowTextWriter;
	/** How many rows set aside are kept with their text; beyond it they are counted. */
	readonly #keptQuarantined: number;
	readonly #marks: PageMark[] = [];
	readonly #broken: QuarantinedRow[] = [];
	#brokenCount = 0;

	private constructor(
		connection: Connection,
		table: string,
		contract: RowContract,
		folder: string,
		writer: RowTextWriter,
		keptQuarantined: number,
	) {
		this.#connection = connection;
		this.#table = table;
		this.#contract = contract;
		this.#folder = folder;
		this.#writer = writer;
		this.#keptQuarantined = keptQuarantined;
	}

	/** An empty one; its text lies in `folder`. */
	static async create(
		connection: Connection,
		table: string,
		contract: RowContract,
		folder: string,
		keptQuarantined: number,
	): Promise<RowStage> {
		const fields = contract.columns.length + (wantsUndeclared(contract) ? 1 : 0);
		const writer = await RowTextWriter.create(join(folder, `${table}.csv`), fields);
		return new RowStage(connection, table, contract, folder, writer, keptQuarantined);
	}

	/** Rows so far. */
	get rows(): number {
		return this.#writer.records + this.#brokenCount;
	}

	async add(page: RowPage): Promise<void> {
		this.#marks.push({
			label: page.label,
			firstLine: this.#writer.records + 1,
			broken: page.broken.map(({ place }) => place),
		});
		for (const fields of page.rows) this.#writer.add(this.#writer.records + 1, fields);
		for (const { place, reason, message, original } of page.broken) {
			this.#brokenCount += 1;
			if (this.#broken.length >= this.#keptQuarantined) continue;
			this.#broken.push({ file: page.label, line: place, column: null, reason, message, original });
		}
		await this.#writer.drain();
	}

	/**
	 * Holds the rows against the contract.
	 * @param isVersioned whether of several rows of one key the last is the newest, and no more need be said of the others
	 */
	async finish(isVersioned: boolean): Promise<StagedPages> {
		const contract = this.#contract;
		const positions = contract.columns.map((_, index) => index);
		const origin = this.#table;
		const target = { connection: this.#connection, table: this.#table, contract, origin };
		const stage = await stageRowText(target, this.#writer, positions);
		const bad = await badValues(this.#connection, stage, contract, this.#keptQuarantined);
		const found = bad.map((entry) => ({ ...entry, ...this.#placeOf(entry.line), staged: entry.line }));
		const doubled =
			contract.key.length === 0
				? { count: 0, rows: [] }
				: await removeDuplicates(this.#connection, stage, contract, isVersioned ? 0 : this.#keptQuarantined);
		const duplicates = doubled.rows.map(({ line, lastLine }) => {
			const last = this.#placeOf(lastLine);
			return {
				...this.#placeOf(line),
				staged: line,
				column: contract.key[0] ?? null,
				reason: 'duplicate_key' as const,
				message: `${contract.key.join(', ')} occurs again as row ${last.line} of ${last.file}, which is kept`,
			};
		});
		const all = [...found, ...duplicates].sort((a, b) => a.staged - b.staged);
		const texts = await this.#textsOf(all.map(({ staged }) => staged));
		const quarantined = all.map(({ staged, file, line, column, reason, message }): QuarantinedRow => {
			return { file, line, column, reason, message, original: texts.get(staged) ?? '' };
		});
		return {
			stage,
			read: this.rows,
			superseded: isVersioned ? doubled.count : 0,
			quarantinedCount: stage.bad + this.#brokenCount + (isVersioned ? 0 : doubled.count),
			quarantined: [...this.#broken, ...quarantined].slice(0, this.#keptQuarantined),
		};
	}

	/** Closes and removes the text. */
	async close(): Promise<void> {
		await this.#writer.close();
		await rm(join(this.#folder, `${this.#table}.csv`), { force: true });
	}

	/** The page of a row, and its place in it. */
	#placeOf(line: number): { readonly file: string; readonly line: number } {
		const mark = this.#marks.findLast(({ firstLine }) => firstLine <= line);
		if (mark === undefined) return { file: '', line };
		let place = line - mark.firstLine + 1;
		// Rows that could not be told in fields stand between the others.
		for (const broken of mark.broken.toSorted((a, b) => a - b)) if (broken <= place) place += 1;
		return { file: mark.label, line: place };
	}

	/** Rows as objects of JSON with the texts of their columns, without those that are to be pseudonyms. */
	async #textsOf(lines: readonly number[]): Promise<Map<number, string>> {
		if (lines.length === 0) return new Map();
		const relation = await rowTextRelation(this.#writer);
		const kept = this.#contract.columns.flatMap(({ name, isPseudonym }, index) =>
			isPseudonym ? [] : [{ name, field: `c${index}` }],
		);
		const found = await rows<Record<string, string | number | null>>(
			this.#connection,
			sql`select line, ${unsafe(kept.map(({ field }) => field).join(', ') || 'null as nothing')}
				from ${unsafe(relation.sql)}
				where line in (select unnest(from_json(${JSON.stringify(lines)}, '["BIGINT"]')))`,
		);
		const textOf = (each: Record<string, string | number | null>): string => {
			const text = JSON.stringify(Object.fromEntries(kept.map(({ name, field }) => [name, each[field] ?? null])));
			return text.length > MAX_ORIGINAL_CHARACTERS ? `${text.slice(0, MAX_ORIGINAL_CHARACTERS)}…` : text;
		};
		return new Map(found.map((each) => [Number(each.line), textOf(each)]));
	}
}

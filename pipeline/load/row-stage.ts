import type { Connection } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import type { RowContract } from '../sources/contract/row-contract.ts';
import { badValues } from '../sources/contract/bad-values.ts';
import { removeDuplicates } from '../sources/contract/duplicates.ts';
import type { StageTable } from '../sources/contract/stage.ts';
import { inContractOrder, TextStage } from '../sources/contract/text-stage.ts';
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
	readonly #contract: RowContract;
	readonly #text: TextStage;
	/** How many rows set aside are kept with their text; beyond it they are counted. */
	readonly #keptQuarantined: number;
	readonly #marks: PageMark[] = [];
	readonly #broken: QuarantinedRow[] = [];
	#brokenCount = 0;

	private constructor(connection: Connection, contract: RowContract, text: TextStage, keptQuarantined: number) {
		this.#connection = connection;
		this.#contract = contract;
		this.#text = text;
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
		const text = await TextStage.create(inContractOrder({ connection, table, contract, origin: table, folder }));
		return new RowStage(connection, contract, text, keptQuarantined);
	}

	/** Rows so far. */
	get rows(): number {
		return this.#text.records + this.#brokenCount;
	}

	async add(page: RowPage): Promise<void> {
		this.#marks.push({
			label: page.label,
			firstLine: this.#text.records + 1,
			broken: page.broken.map(({ place }) => place),
		});
		for (const fields of page.rows) this.#text.add(this.#text.records + 1, fields);
		for (const { place, reason, message, original } of page.broken) {
			this.#brokenCount += 1;
			if (this.#broken.length >= this.#keptQuarantined) continue;
			this.#broken.push({ file: page.label, line: place, column: null, reason, message, original });
		}
		await this.#text.drain();
	}

	/**
	 * Holds the rows against the contract.
	 * @param isVersioned whether of several rows of one key the last is the newest, and no more need be said of the others
	 */
	async finish(isVersioned: boolean): Promise<StagedPages> {
		const contract = this.#contract;
		const stage = await this.#text.finish();
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
		await this.#text.close();
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
		const relation = this.#text.relation();
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

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { quarantinedTexts, rawTable } from '#warehouse/raw.ts';
import { moveCursor } from '#warehouse/raw-cursor.ts';
import { contentVersion } from '#warehouse/relation-versions.ts';
import { SourceError } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import { dropStage, stagedColumns } from '../sources/contract/stage.ts';
import type { RowReader, RowReading } from '../sources/row-source.ts';
import type { RowSource } from '../sources/schema.ts';
import { acceptRows, requireNoUndeclared, SHOWN_QUARANTINED } from './accept.ts';
import { commitRows } from './commit-rows.ts';
import { checkDateFormats, rowContract } from './contract.ts';
import type { Contract } from './contract.ts';
import { advanceCursor, dropOutside, dropSeen } from './cursor-stage.ts';
import { cursorText, cursorType, planRead } from './cursor-state.ts';
import type { CursorState, ReadPlan } from './cursor-state.ts';
import { countGood, dropKnown, dropStale } from './insert-stage.ts';
import type { LoadContext } from './load-context.ts';
import { rowColumns } from './raw-columns.ts';
import { findMended } from './mended-rows.ts';
import { rawBefore } from './raw-before.ts';
import type { RawBefore } from './raw-before.ts';
import { referenceTargets } from './references.ts';
import { RowStage } from './row-stage.ts';
import type { StagedPages } from './row-stage.ts';
import type { SourceResult } from './source-result.ts';

/** Opens what the rows of a source are read with. */
export type OpenRows = (source: RowSource, contract: Contract, reading: RowReading) => Promise<RowReader>;

/** After so many rows, or so long, an ordered read is committed and goes on from there. */
const COMMIT_ROWS = 250_000;
const COMMIT_MS = 30_000;

interface Totals {
	read: number;
	loaded: number;
	unchanged: number;
	removed: number;
	quarantined: number;
	readonly quarantine: QuarantinedRow[];
	readonly notes: Set<string>;
}

/** One load of a source that gives rows, from its cursor to the end of what it has. */
class RowLoad {
	readonly #connection: Connection;
	readonly #source: RowSource;
	readonly #contract: Contract;
	readonly #context: LoadContext;
	readonly #plan: ReadPlan;
	readonly #began = new Date().toISOString();
	#before: RawBefore;
	#state: CursorState | null;
	/** Where the range begins is looked for once: what was seen there last time is not new. */
	readonly #seen: CursorState | null;
	#chunks = 0;
	readonly totals: Totals = {
		read: 0,
		loaded: 0,
		unchanged: 0,
		removed: 0,
		quarantined: 0,
		quarantine: [],
		notes: new Set(),
	};

	constructor(
		connection: Connection,
		source: RowSource,
		contract: Contract,
		context: LoadContext,
		plan: ReadPlan,
		before: RawBefore,
		state: CursorState | null,
	) {
		this.#connection = connection;
		this.#source = source;
		this.#contract = contract;
		this.#context = context;
		this.#plan = plan;
		this.#before = before;
		this.#state = state;
		this.#seen = state;
	}

	get cursor(): string | null {
		return this.#state?.value ?? null;
	}

	async run(reader: RowReader): Promise<void> {
		const { cursor, disposition } = this.#source;
		const { signal, dataDir, runId, onProgress } = this.#context;
		const limits = this.#context.commitEvery ?? { rows: COMMIT_ROWS, ms: COMMIT_MS };
		const folder = join(dataDir, 'tmp', runId);
		await mkdir(folder, { recursive: true, mode: 0o700 });
		// A range that is replaced, or a whole, stands or falls as one.
		const isSplit =
			reader.isOrdered &&
			cursor !== undefined &&
			disposition !== 'replace' &&
			!this.#plan.replacesRange &&
			!this.#before.isAnew;
		let stage = await this.#openStage(folder);
		let since = performance.now();
		let done = 0;
		try {
			for await (const page of reader.pages(this.#plan.range)) {
				signal?.throwIfAborted();
				await stage.add(page);
				done += page.rows.length + page.broken.length;
				onProgress?.({ done, total: done });
				const isDue = stage.rows >= limits.rows || (performance.now() - since > limits.ms && stage.rows > 0);
				if (!isSplit || !isDue) continue;
				this.#requireDeclared(reader);
				await this.#finish(stage, false);
				await stage.close();
				stage = await this.#openStage(folder);
				since = performance.now();
			}
			this.#requireDeclared(reader);
			await this.#finish(stage, true);
		} finally {
			await stage.close();
		}
	}

	#requireDeclared(reader: RowReader): void {
		if (this.#contract.unknownColumns === 'freeze') requireNoUndeclared(this.#source.name, reader.undeclared());
	}

	async #openStage(folder: string): Promise<RowStage> {
		const { cursor, key, disposition } = this.#source;
		const isRequired = (column: string): boolean => cursor?.missing === 'quarantine' && cursor.column === column;
		const contract = {
			...this.#contract,
			columns: this.#contract.columns.map((column) =>
				isRequired(column.name) ? { ...column, isRequired: true } : column,
			),
			// Appended rows may tell of one thing again and again.
			key: disposition === 'append' ? [] : key,
			version: this.#version,
			references: await referenceTargets(this.#connection, this.#source.name, this.#contract),
			pseudonymKey: this.#context.pseudonymKey,
		};
		// As many as a load may have: each is kept with its text.
		const keptQuarantined = Math.max(this.#source.quarantine.maxRows, SHOWN_QUARANTINED);
		return RowStage.create(this.#connection, `stage_${this.#source.name}`, contract, folder, keptQuarantined);
	}

	/** What tells versions of a row apart: a cursor that grows with every change does. */
	get #version(): string | null {
		return this.#contract.version ?? this.#source.cursor?.column ?? null;
	}

	async #finish(stage: RowStage, isLast: boolean): Promise<void> {
		const staged = await stage.finish(this.#version !== null);
		try {
			await this.#take(staged, isLast);
		} finally {
			await dropStage(this.#connection, staged.stage.name);
		}
	}

	/** Decides what of the staged rows is new, and commits it. */
	async #take(staged: StagedPages, isLast: boolean): Promise<void> {
		const connection = this.#connection;
		const source = this.#source;
		const contract: Contract = { ...this.#contract, version: this.#version };
		const { stage } = staged;
		const rows = { source: source.name, contract, stage };
		let unchanged = staged.superseded;
		let next = this.#state;
		if (source.cursor !== undefined) {
			const column = { name: source.cursor.column, type: cursorType(contract, source.cursor.column) };
			unchanged += await dropOutside(connection, rows, column, this.#plan.range, source.cursor.missing);
			const { isLive, replacesRange } = this.#plan;
			if (isLive && !replacesRange && contract.disposition === 'append') {
				unchanged += await dropSeen(connection, rows, column, this.#seen);
			}
			const advanced = await advanceCursor(connection, rows, column, this.#state, source.zone ?? this.#context.zone);
			if (this.#plan.isLive) next = advanced.state;
			if (advanced.isFuture) {
				this.totals.notes.add(`rows of ${source.name} are dated in the future: its cursor stops at the present`);
			}
		}
		const hasRows = this.#before.hasTable;
		if (hasRows) unchanged += await dropStale(connection, rows);
		const still = new Set(staged.quarantined.map(({ original }) => original));
		const mended = await findMended(connection, rows, still);
		if (hasRows && contract.disposition === 'merge') unchanged += await dropKnown(connection, rows);
		const good = await countGood(connection, stage);
		const isSame =
			contract.disposition === 'replace' &&
			(await this.#isSameAside(staged)) &&
			(await this.#isSameContent(rows.stage.name, good));
		// What is replaced is judged as a whole: only where nothing of it is new has what it sets aside been set aside before.
		const fresh = await this.#withoutKnown(staged, contract.disposition !== 'replace' || isSame);
		unchanged += fresh.known;
		this.totals.read += staged.read;
		this.totals.quarantined += fresh.count;
		this.totals.quarantine.push(...fresh.rows.slice(0, SHOWN_QUARANTINED - this.totals.quarantine.length));
		acceptRows(source, contract, {
			read: this.totals.read,
			aside: this.totals.quarantined,
			quarantine: this.totals.quarantine,
			rowsAfter: good,
		});
		this.#requireNothingLost(staged.read);
		failpoint('load.staged');
		const hasNews = good > 0 || fresh.count > 0 || mended.length > 0;
		const isNew = hasNews || this.#plan.replacesRange || !this.#before.isUpToDate;
		const isCommitted = contract.disposition === 'replace' ? !isSame : isNew || contract.disposition === 'scd2';
		if (isCommitted) {
			this.#chunks += 1;
			const loadId = `${this.#context.runId}/${source.name}/${String(this.#chunks).padStart(6, '0')}`;
			const outcome = await commitRows(connection, {
				source,
				contract,
				stage,
				loadId,
				startedAt: this.#began,
				range: this.#plan.replacesRange ? this.#plan.range : null,
				isWhole: source.cursor === undefined && isLast,
				read: staged.read,
				good,
				quarantined: fresh,
				mended,
				cursor: next === null ? null : cursorText(next),
				before: this.#before,
				context: this.#context,
			});
			this.totals.removed += outcome.removed;
			this.totals.loaded += outcome.loaded;
			unchanged += good - outcome.loaded;
			const held = this.#before.rows + outcome.loaded;
			const hasCursor = next !== null;
			this.#before = {
				...this.#before,
				hasTable: true,
				isUpToDate: true,
				isAnew: false,
				loadId: hasCursor ? loadId : this.#before.loadId,
				rows: held,
			};
		} else {
			unchanged += good;
			await this.#moveCursor(next);
		}
		this.totals.unchanged += unchanged;
		this.#state = next;
	}

	/** Notes how far the source was read, where that brought nothing. */
	async #moveCursor(next: CursorState | null): Promise<void> {
		const { loadId } = this.#before;
		if (next === null || loadId === null) return;
		const isMoved = this.#state === null || cursorText(next) !== cursorText(this.#state);
		if (isMoved) await moveCursor(this.#connection, loadId, cursorText(next));
	}

	/** What is set aside and was not before: a row that is read again at the boundary is set aside once. */
	async #withoutKnown(
		staged: StagedPages,
		mayBeKnown: boolean,
	): Promise<{ readonly count: number; readonly rows: readonly QuarantinedRow[]; readonly known: number }> {
		const { quarantined, quarantinedCount } = staged;
		if (quarantinedCount === 0 || this.#before.isAnew || !mayBeKnown)
			return { count: quarantinedCount, rows: quarantined, known: 0 };
		const before = await quarantinedTexts(this.#connection, this.#source.name);
		const fresh = quarantined.filter(({ original }) => original === '' || !before.has(original));
		const known = quarantined.length - fresh.length;
		return { count: quarantinedCount - known, rows: fresh, known };
	}

	/** Whether what is set aside is what was. */
	async #isSameAside({ quarantined, quarantinedCount }: StagedPages): Promise<boolean> {
		if (quarantinedCount !== this.#before.quarantined) return false;
		const before = await quarantinedTexts(this.#connection, this.#source.name);
		return quarantined.every(({ original }) => before.has(original));
	}

	/** Whether raw holds just the rows of a stage, whatever their order. */
	async #isSameContent(stage: string, good: number): Promise<boolean> {
		if (!this.#before.isUpToDate || this.#before.rows !== good) return false;
		const columns = rowColumns(this.#contract).map(({ name }) => `"${name.replaceAll('"', '""')}"`);
		const staged = stagedColumns(this.#contract);
		const asNamed = staged.map((column, index) => `${column} as ${columns[index]}`);
		const [now, then] = [
			await contentVersion(this.#connection, `(select ${asNamed.join(', ')} from ${stage} where _problems is null)`),
			await contentVersion(this.#connection, `(select ${columns.join(', ')} from ${rawTable(this.#source.name).text})`),
		];
		return now === then;
	}

	/** A range that is read anew must not come back with fewer rows than it had: the source may have cleared them away. */
	#requireNothingLost(read: number): void {
		if (!this.#plan.replacesRange || !this.#plan.isLive) return;
		const { rows: had, quarantined } = this.#before;
		if (read >= had + quarantined) return;
		throw new SourceError(
			`source ${this.#source.name} cannot be loaded anew: it gives ${read} rows, and ${had + quarantined} came from it before`,
			{ hint: 'rows that it has cleared away would be lost; run without --full, or give the source a new name' },
		);
	}
}

/**
 * Brings raw up to date with a source that gives rows: those from its cursor on, or all of them. Rows, `raw.loads` row,
 * what was set aside and the cursor are one transaction; a source that keeps the order of its cursor is committed part by
 * part, so that a load that is killed goes on where it was. A second call without a change at the source changes nothing.
 * `connection` has raw.duckdb attached as `raw`, migrated, and no transaction open.
 * @throws SourceError when the source cannot be read, breaks its contract too often, or the lease was lost: what was
 * committed before stays
 * @throws ConfigError when the source contradicts itself
 * @throws the signal's reason when it is aborted
 */
export async function loadRows(
	connection: Connection,
	source: RowSource,
	open: OpenRows,
	context: LoadContext,
): Promise<SourceResult> {
	const began = performance.now();
	const contract = rowContract(source);
	await checkDateFormats(connection, source.name, contract.format);
	const before = await rawBefore(connection, source, contract, context.full);
	const plan = await planRead(connection, source, contract, before.state, {
		isAnew: before.isAnew,
		backfill: context.backfill ?? null,
	});
	const { configDir, env, signal } = context;
	const reader = await open(source, contract, { columns: contract.columns, env, configDir, signal });
	const load = new RowLoad(connection, source, contract, context, plan, before, before.state);
	try {
		await load.run(reader);
	} finally {
		await reader.close();
	}
	const { totals } = load;
	if (before.loadId !== null && plan.isLive && totals.read === 0 && plan.range?.isFromIncluded === true) {
		totals.notes.add(`${source.name} has no row at its cursor (${load.cursor}) any more: it may have been reset`);
	}
	const drift = reader
		.undeclared()
		.map((column) => ({ file: source.name, kind: 'undeclared_column' as const, column }));
	return {
		name: source.name,
		status: 'ok',
		...totals,
		notes: [...totals.notes],
		seconds: (performance.now() - began) / 1000,
		hashSeconds: 0,
		cursor: load.cursor,
		files: [],
		drift,
	};
}

import type { FileReading, FileRecords } from './file-records.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import { SourceError } from '../../errors.ts';
import { cellText, isBlank, readCells } from './excel-sheet.ts';
import type { Cell, Sheet } from './excel-sheet.ts';
import { locateColumns, undeclaredColumns, undeclaredSql } from './header.ts';
import { MAX_ORIGINAL_CHARACTERS } from './limits.ts';
import { TextStage } from '../contract/text-stage.ts';

/** The names of the columns, those on the right that nobody named left out. */
function namesOf(row: readonly Cell[], fileName: string): string[] {
	const texts = row.map((cell) => cellText(cell, undefined, '.') ?? '');
	const names = texts.slice(0, texts.findLastIndex((name) => name !== '') + 1);
	const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new SourceError(`${fileName}: duplicate column "${twice}" in the first row`, { hint: 'rename one of them' });
	}
	return names;
}

/** A sheet under its names: its first row that is not blank. */
interface NamedSheet {
	readonly cells: Sheet;
	/** Index of the row of names. */
	readonly first: number;
	readonly names: readonly string[];
	readonly textsOf: (row: readonly Cell[]) => readonly (string | null)[];
}

interface WrittenRows {
	readonly broken: readonly QuarantinedRow[];
	readonly brokenCount: number;
	readonly blankLines: number;
}

function originalOf({ cells, textsOf }: NamedSheet, line: number): string {
	return JSON.stringify(textsOf(cells[line - 1] ?? [])).slice(0, MAX_ORIGINAL_CHARACTERS);
}

/** Writes the rows below the names; those with cells beyond them are set aside. */
async function writeRows(reading: FileReading, sheet: NamedSheet, stage: TextStage): Promise<WrittenRows> {
	const { file, rules, options } = reading;
	const { cells, first, names } = sheet;
	const broken: QuarantinedRow[] = [];
	let brokenCount = 0;
	let blankLines = first;
	for (const [index, row] of cells.entries()) {
		if (index <= first) continue;
		options.signal?.throwIfAborted();
		const line = index + 1;
		const texts = sheet.textsOf(row);
		if (isBlank(row)) blankLines += 1;
		else if (isBlank(row.slice(names.length))) {
			stage.add(
				line,
				names.map((_, position) => texts[position] ?? null),
			);
			await stage.drain();
		} else {
			brokenCount += 1;
			if (broken.length >= rules.keptQuarantined) continue;
			const message = `it has cells beyond its ${names.length} columns`;
			const reason = 'wrong_column_count';
			broken.push({ file: file.name, line, column: null, reason, message, original: originalOf(sheet, line) });
		}
	}
	return { broken, brokenCount, blankLines };
}

/**
 * Reads one sheet of a workbook: its first row that is not blank names the columns.
 * @throws SourceError when it cannot be read (see readCells), or lacks a declared column
 */
export async function openExcelRecords(reading: FileReading): Promise<FileRecords | null> {
	const { connection, file, table, rules, folder } = reading;
	const cells = await readCells(file, rules.format.sheet);
	const first = cells.findIndex((row) => !isBlank(row));
	const head = cells[first];
	if (head === undefined) return null;
	const names = namesOf(head, file.name);
	const positions = locateColumns({ names }, rules.contract.columns, file.name);
	const types = new Map(positions.map((position, index) => [position, rules.contract.columns[index]?.type]));
	const sheet: NamedSheet = {
		cells,
		first,
		names,
		textsOf: (row) => row.map((cell, position) => cellText(cell, types.get(position), rules.contract.format.decimal)),
	};
	const { contract } = rules;
	const undeclared = undeclaredSql({ names }, contract);
	const records = { fields: names.length, positions, undeclaredSql: undeclared };
	const stage = await TextStage.create({ connection, table, contract, origin: file.name, folder, ...records });
	try {
		const written = await writeRows(reading, sheet, stage);
		if (stage.records + written.brokenCount === 0) return null;
		return {
			...written,
			stage: await stage.finish(),
			drift: undeclaredColumns({ names: names.filter((name) => name !== '') }, rules.contract, file.name),
			originals: (lines) => Promise.resolve(new Map([...lines].map((line) => [line, originalOf(sheet, line)]))),
		};
	} finally {
		await stage.close();
	}
}

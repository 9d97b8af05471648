import type { ConsoleColumn, ConsoleResult, ConsoleValue } from '#warehouse/console.ts';

const NUMBER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|FLOAT|DOUBLE)$/;
const WIDEST_CELL = 80;
const GAP = '  ';

/** Characters that would move the cursor, colour the terminal or turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function printable(text: string): string {
	const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
	return text.replace(UNPRINTABLE, (mark) => named[mark] ?? `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const TWO_COLUMNS =
	/[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** The characters of a text as a reader counts them, each with the columns it takes in a terminal. */
function characters(text: string): { readonly text: string; readonly columns: number }[] {
	return Array.from(graphemes.segment(text), ({ segment }) => ({
		text: segment,
		columns: TWO_COLUMNS.test(segment) ? 2 : 1,
	}));
}

const PLAIN = /^[ -~]*$/;

function width(text: string): number {
	if (PLAIN.test(text)) return text.length;
	return characters(text).reduce((sum, { columns }) => sum + columns, 0);
}

function shortened(text: string): string {
	if (width(text) <= WIDEST_CELL) return text;
	let kept = '';
	let room = WIDEST_CELL - 1;
	for (const character of characters(text.slice(0, 4 * WIDEST_CELL))) {
		room -= character.columns;
		if (room < 0) break;
		kept += character.text;
	}
	return `${kept}…`;
}

function cell(value: ConsoleValue): string {
	return value === null ? 'null' : shortened(printable(String(value)));
}

function aligned(text: string, columns: number, isNumber: boolean): string {
	const space = ' '.repeat(Math.max(columns - width(text), 0));
	return isNumber ? space + text : text + space;
}

/** What `explain` gives is a drawing of many lines: as it is, it can be read; in a cell it could not. */
function isPlan(columns: readonly ConsoleColumn[]): boolean {
	return columns[0]?.name === 'explain_key' && columns[1]?.name === 'explain_value';
}

function planText(rows: ConsoleResult['rows']): string {
	return rows.map((row) => String(row[1]).split('\n').map(printable).join('\n')).join('\n');
}

function footer({ rows, truncated }: ConsoleResult): string {
	const count = rows.length.toLocaleString('en');
	if (truncated) return `(the first ${count} rows, and there are more: --format csv, parquet or arrow gives all)`;
	return rows.length === 1 ? '(1 row)' : `(${count} rows)`;
}

/**
 * A result for the eyes: columns aligned, numbers to the right, null as `null`, cells of at most 80 columns (a longer one
 * ends in …), characters that could steer the terminal written out, and the number of rows below.
 */
export function tableText(result: ConsoleResult): string {
	const { columns, rows } = result;
	if (isPlan(columns)) return `${planText(rows)}\n`;
	const head = columns.map(({ name }) => shortened(printable(name)));
	const body = rows.map((row) => row.map(cell));
	const widths = head.map((name, index) =>
		body.reduce((widest, row) => Math.max(widest, width(row[index] ?? '')), width(name)),
	);
	const line = (cells: readonly string[]) =>
		cells
			.map((text, index) => aligned(text, widths[index] ?? 0, NUMBER_TYPE.test(columns[index]?.type ?? '')))
			.join(GAP)
			.trimEnd();
	const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join(GAP);
	return `${[line(head), rule, ...body.map(line), footer(result)].join('\n')}\n`;
}

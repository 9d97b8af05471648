/**
 * A plain reader of the file source's rules, for the columns id text (required), quantity integer, price decimal and
 * ordered_on date of a comma-separated UTF-8 file with LF: the oracle of mutated-files.test.ts. It works on the whole
 * text with regular expressions and shares nothing with the product's scanner or SQL.
 */
export interface ReferenceRecord {
	readonly line: number;
	readonly values: readonly [string, number | null, string | null, string | null];
}

export interface ReferenceResult {
	/** The file as a whole is refused. */
	readonly isRefused: boolean;
	readonly loaded: readonly ReferenceRecord[];
	readonly aside: readonly { readonly line: number; readonly reason: string }[];
}

const REFUSED: ReferenceResult = { isRefused: true, loaded: [], aside: [] };
const NAMES = ['id', 'quantity', 'price', 'ordered_on'];

const QUOTED = /"((?:[^"]|"")*)"(?=,|\n|$)/y;
const PLAIN = /([^",\n]*)(?=,|\n|$)/y;
const NEVER_CLOSED = /"(?:[^"]|"")*$/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

type Parsed = { readonly fields: string[]; readonly end: number } | 'broken' | 'never closed';

function parseRecord(text: string, start: number): Parsed {
	const fields: string[] = [];
	let at = start;
	for (;;) {
		if (text[at] === '"') {
			if (match(NEVER_CLOSED, text, at)) return 'never closed';
			const quoted = match(QUOTED, text, at);
			if (!quoted) return 'broken';
			fields.push((quoted[1] ?? '').replaceAll('""', '"'));
			at += quoted[0].length;
		} else {
			const plain = match(PLAIN, text, at);
			if (!plain) return 'broken';
			fields.push(plain[1] ?? '');
			at += plain[0].length;
		}
		if (text[at] !== ',') return { fields, end: at };
		at += 1;
	}
}

interface Wrong {
	readonly reason: 'missing_required' | 'type_mismatch' | 'out_of_range';
}

const MISMATCH: Wrong = { reason: 'type_mismatch' };
const OUT_OF_RANGE: Wrong = { reason: 'out_of_range' };

function integer(text: string): number | Wrong {
	if (!/^[ \t]*[+-]?\d+(\.0*)?[ \t]*$/.test(text)) return MISMATCH;
	const value = Number(text);
	return Number.isSafeInteger(value) ? value : OUT_OF_RANGE;
}

/** Six places, half away from zero, by whole numbers. */
function decimal(text: string): string | Wrong {
	const parts = /^[ \t]*([+-]?)(\d*)(?:\.(\d*))?[ \t]*$/.exec(text);
	if (!parts || `${parts[2]}${parts[3] ?? ''}` === '') return MISMATCH;
	const places = (parts[3] ?? '').padEnd(7, '0');
	let scaled = BigInt(`${parts[2]}${places.slice(0, 6)}`);
	if (Number(places[6]) >= 5) scaled += 1n;
	if (scaled >= 10n ** 18n) return OUT_OF_RANGE;
	const digits = scaled.toString().padStart(7, '0');
	const sign = parts[1] === '-' && scaled !== 0n ? '-' : '';
	return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function day(text: string): string | Wrong {
	const parts = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
	if (!parts) return MISMATCH;
	const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
	const found = new Date(Date.UTC(2000, month - 1, date));
	found.setUTCFullYear(year, month - 1, date);
	if (found.getUTCMonth() !== month - 1 || found.getUTCDate() !== date) return MISMATCH;
	if (year < 1900 || year > 2199) return OUT_OF_RANGE;
	return found.toISOString().slice(0, 10);
}

const isWrongValue = (value: unknown): value is Wrong => typeof value === 'object' && value !== null;

/** Reads bytes by the rules. Line endings other than LF outside quotes refuse the file, as does an open end. */
export function readReference(bytes: Uint8Array): ReferenceResult {
	// Latin-1 keeps one character a byte, so that broken UTF-8 can be told record by record.
	const text = Buffer.from(bytes).toString('latin1');
	const utf8 = (raw: string): string | null => {
		try {
			return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(raw, 'latin1'));
		} catch {
			return null;
		}
	};
	let at = 0;
	let line = 1;
	while (text[at] === '\n') {
		at += 1;
		line += 1;
	}
	const header = parseRecord(text, at);
	if (typeof header === 'string') return REFUSED;
	const names = header.fields.map((name) => utf8(name));
	if (names.includes(null) || NAMES.some((name) => !names.includes(name))) return REFUSED;
	const named = names.filter((name) => name !== '');
	if (new Set(named).size < named.length) return REFUSED;
	line += text.slice(at, header.end).split('\n').length;
	at = header.end + 1;
	const loaded: ReferenceRecord[] = [];
	const aside: { line: number; reason: string }[] = [];
	while (at < text.length) {
		if (text[at] === '\n') {
			at += 1;
			line += 1;
			continue;
		}
		const parsed = parseRecord(text, at);
		if (parsed === 'never closed') return REFUSED;
		const lineBreak = text.indexOf('\n', at);
		const lineEnd = lineBreak === -1 ? text.length : lineBreak;
		const isMultiline = parsed !== 'broken' && parsed.end > lineEnd;
		if (parsed !== 'broken' && parsed.end === text.length && parsed.fields.length < names.length) return REFUSED;
		const raw = parsed === 'broken' ? '' : text.slice(at, parsed.end);
		const isWrong = parsed === 'broken' || (isMultiline && parsed.fields.length !== names.length);
		if (isWrong || (parsed.fields.length === names.length && (raw.includes('\0') || utf8(raw) === null))) {
			aside.push({ line, reason: 'unparseable_record' });
			at = lineEnd + 1;
			line += 1;
			continue;
		}
		if (parsed.fields.length !== names.length) {
			aside.push({ line, reason: 'wrong_column_count' });
		} else {
			const given = NAMES.map((name) => utf8(parsed.fields[names.indexOf(name)] ?? '') ?? '');
			const [id = '', quantity = '', price = '', orderedOn = ''] = given;
			const values = [
				id === '' ? ({ reason: 'missing_required' } satisfies Wrong) : id,
				quantity === '' ? null : integer(quantity),
				price === '' ? null : decimal(price),
				orderedOn === '' ? null : day(orderedOn),
			];
			const wrong = values.find(isWrongValue);
			if (wrong === undefined) loaded.push({ line, values: values as unknown as ReferenceRecord['values'] });
			else aside.push({ line, reason: wrong.reason });
		}
		line += text.slice(at, parsed.end).split('\n').length;
		at = parsed.end + 1;
	}
	return { isRefused: false, loaded, aside };
}

import { isUtf8 } from 'node:buffer';
import { SourceError } from '../../errors.ts';
import type { FileFormat } from './file-format.ts';
import type { QuarantineReason } from '../contract/quarantined-row.ts';
import type { Header, Newline } from './header.ts';
import { MAX_RECORD_BYTES } from './limits.ts';

/** A record that is not one: where it lies in `bytes` and what is wrong. */
export interface BrokenRecord {
	readonly line: number;
	readonly bytes: Buffer;
	readonly reason: QuarantineReason;
	readonly message: string;
}

export interface RecordHandler {
	/** A well-formed record, without its line break; the bytes are only there during the call. */
	record(bytes: Buffer, line: number): void;
	broken(record: BrokenRecord): void;
}

type Outcome = 'record' | 'more' | 'unclosed' | 'stray quote' | 'text after quote';

const NEWLINE_NAMES: Readonly<Record<Newline, string>> = { '\n': 'LF', '\r\n': 'CR LF', '\r': 'CR' };

/**
 * Cuts UTF-8 text into records by the letter of RFC 4180. A record that breaks a rule is set aside line by line: only its
 * first physical line, and reading goes on with the next, so that a stray quote swallows no neighbours. Blank lines are
 * counted and passed over.
 */
export class RecordScanner {
	/** Records so far, broken ones included. */
	records = 0;
	blankLines = 0;
	/** Whether a well-formed record spanned lines. */
	hasMultilineRecords = false;
	readonly #fileName: string;
	readonly #handler: RecordHandler;
	readonly #columns: number;
	readonly #newline: Newline;
	readonly #delimiter: number;
	readonly #quote: number;
	#bytes: Buffer = Buffer.alloc(0);
	/** Where the next record begins in them. */
	#start = 0;
	#line: number;
	#isAtEnd = false;
	#isSkippingLine = false;
	// What the last look at a record found.
	#end = 0;
	#next = 0;
	#fields = 0;
	#innerBreaks = 0;
	#quoteLine = 0;

	constructor(header: Header, format: FileFormat, fileName: string, handler: RecordHandler) {
		this.#fileName = fileName;
		this.#handler = handler;
		this.#columns = header.names.length;
		this.#newline = header.newline;
		this.#line = header.nextLine;
		this.#delimiter = format.delimiter.charCodeAt(0);
		this.#quote = format.quote.charCodeAt(0);
	}

	/**
	 * Takes the next bytes after the header. They are copied.
	 * @throws SourceError at a line break of another kind, or a quoted field that is too long to have been meant
	 */
	push(chunk: Buffer): void {
		this.#bytes = Buffer.concat([this.#bytes, chunk]);
		this.#scan();
	}

	/**
	 * Ends the text.
	 * @throws SourceError when it ends inside quotes, or inside a record that is too short
	 */
	finish(): void {
		this.#isAtEnd = true;
		this.#scan();
	}

	#scan(): void {
		const isSuspect = !this.#isCleanText();
		let goesOn = !this.#isSkippingLine || this.#skipLine();
		while (goesOn && this.#start < this.#bytes.length) goesOn = this.#takeRecord(isSuspect);
		this.#bytes = this.#bytes.subarray(this.#start);
		this.#start = 0;
	}

	/** Whether the bytes up to the last line break are UTF-8 without NUL, so that no record has to be looked at alone. */
	#isCleanText(): boolean {
		const end = this.#isAtEnd
			? this.#bytes.length
			: Math.max(this.#bytes.lastIndexOf(10), this.#bytes.lastIndexOf(13)) + 1;
		const text = this.#bytes.subarray(0, end);
		return isUtf8(text) && !text.includes(0);
	}

	/** Hands on the record at `#start` and moves behind it; false when more bytes are needed. */
	#takeRecord(isSuspect: boolean): boolean {
		const outcome = this.#look();
		if (this.#end - this.#start > MAX_RECORD_BYTES) return this.#takeOverlong();
		switch (outcome) {
			case 'more':
				return false;
			case 'unclosed':
				throw new SourceError(`${this.#fileName}: the quote opened on line ${this.#quoteLine} never closes`, {
					hint: 'close or double the quote on that line; a file cut off in the middle ends like this, too',
					retryable: true,
				});
			case 'stray quote':
				return this.#setAsideUnparseable('a quote stands inside an unquoted field');
			case 'text after quote':
				return this.#setAsideUnparseable('text follows a closing quote');
			case 'record':
				return this.#takeComplete(isSuspect);
		}
	}

	#takeComplete(isSuspect: boolean): boolean {
		if (this.#end === this.#start) {
			this.blankLines += 1;
			return this.#moveTo(this.#next, 1);
		}
		const bytes = this.#bytes.subarray(this.#start, this.#end);
		if (this.#fields !== this.#columns) {
			if (this.#next === this.#end && this.#fields < this.#columns) {
				throw new SourceError(
					`${this.#fileName} ends in the middle of line ${this.#line}: ${this.#fields} of ${this.#columns} fields`,
					{ hint: `line ${this.#line - 1} is the last whole one; export the file again`, retryable: true },
				);
			}
			const message = `${this.#fields} ${this.#fields === 1 ? 'field' : 'fields'} (expected ${this.#columns})`;
			if (this.#innerBreaks > 0) return this.#setAsideUnparseable(message);
			return this.#setAside('wrong_column_count', message);
		}
		if (isSuspect && bytes.includes(0)) return this.#setAsideUnparseable('it has a NUL character');
		if (isSuspect && !isUtf8(bytes)) {
			const message = "it has bytes that are not UTF-8 (declare format.encoding, for instance 'windows-1252')";
			return this.#setAsideUnparseable(message);
		}
		this.records += 1;
		this.hasMultilineRecords ||= this.#innerBreaks > 0;
		this.#handler.record(bytes, this.#line);
		return this.#moveTo(this.#next, 1 + this.#innerBreaks);
	}

	#setAsideUnparseable(message: string): boolean {
		const runsOn = this.#innerBreaks > 0 ? 'a quote opened on this line closes on a later one: ' : '';
		return this.#setAside('unparseable_record', runsOn + message);
	}

	/** Sets aside the physical line at `#start`. */
	#setAside(reason: QuarantineReason, message: string): boolean {
		const end = this.#endOfLine(this.#start);
		if (end - this.#start > MAX_RECORD_BYTES) return this.#takeOverlong();
		const after = this.#afterBreak(end, this.#line);
		if (after < 0) return false;
		this.records += 1;
		this.#handler.broken({ line: this.#line, bytes: this.#bytes.subarray(this.#start, end), reason, message });
		return this.#moveTo(after, 1);
	}

	/** A line that is too long is set aside; a quoted field that runs on over lines for so long was not meant. */
	#takeOverlong(): boolean {
		const end = this.#endOfLine(this.#start);
		if (end - this.#start <= MAX_RECORD_BYTES) {
			throw new SourceError(
				`${this.#fileName}: the quote opened on line ${this.#quoteLine} does not close within 1 MiB`,
				{ hint: 'close or double the quote on that line' },
			);
		}
		this.records += 1;
		const bytes = this.#bytes.subarray(this.#start, end);
		this.#handler.broken({ line: this.#line, bytes, reason: 'size_limit', message: 'longer than 1 MiB' });
		this.#start = end;
		this.#isSkippingLine = true;
		return this.#skipLine();
	}

	/** Passes over the rest of a line that was too long. */
	#skipLine(): boolean {
		const end = this.#endOfLine(this.#start);
		const after = this.#afterBreak(end, this.#line);
		if (after < 0) {
			this.#start = end;
			return false;
		}
		this.#isSkippingLine = false;
		return this.#moveTo(after, 1);
	}

	#moveTo(start: number, lines: number): true {
		this.#start = start;
		this.#line += lines;
		return true;
	}

	#endOfLine(start: number): number {
		const bytes = this.#bytes;
		let at = start;
		while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1;
		return at;
	}

	/**
	 * The byte after the line break at `at`; at the end of the text that is where it ends. -1 when more bytes are needed.
	 * @throws SourceError when the break is not of the file's kind
	 */
	#afterBreak(at: number, line: number): number {
		const bytes = this.#bytes;
		if (at >= bytes.length) return this.#isAtEnd ? at : -1;
		let found: Newline = '\n';
		if (bytes[at] === 13) {
			if (at + 1 >= bytes.length && !this.#isAtEnd) return -1;
			found = bytes[at + 1] === 10 ? '\r\n' : '\r';
		}
		if (found !== this.#newline) {
			const [was, is] = [NEWLINE_NAMES[this.#newline], NEWLINE_NAMES[found]];
			throw new SourceError(`${this.#fileName}: line ${line} ends with ${is}, the lines before it with ${was}`, {
				hint: 'save the file with one kind of line break',
			});
		}
		return at + found.length;
	}

	/** Looks at the record at `#start` without taking it. */
	#look(): Outcome {
		const bytes = this.#bytes;
		const { length } = bytes;
		const [delimiter, quote] = [this.#delimiter, this.#quote];
		let at = this.#start;
		this.#fields = 1;
		this.#innerBreaks = 0;
		for (;;) {
			if (at < length && bytes[at] === quote) {
				this.#quoteLine = this.#line + this.#innerBreaks;
				at = this.#afterQuoted(at + 1);
				if (at < 0) {
					this.#end = length;
					return this.#isAtEnd ? 'unclosed' : 'more';
				}
			} else {
				for (; at < length; at += 1) {
					const byte = bytes[at];
					if (byte === delimiter || byte === quote || byte === 10 || byte === 13) break;
				}
			}
			this.#end = at;
			if (at >= length && !this.#isAtEnd) return 'more';
			const byte = bytes[at];
			if (at < length && byte === delimiter) {
				this.#fields += 1;
				at += 1;
				continue;
			}
			if (at >= length || byte === 10 || byte === 13) {
				this.#next = this.#afterBreak(at, this.#line + this.#innerBreaks);
				return this.#next < 0 ? 'more' : 'record';
			}
			return byte === quote ? 'stray quote' : 'text after quote';
		}
	}

	/** The byte after the closing quote of a field whose text begins at `at`; -1 when it does not close in the bytes. */
	#afterQuoted(at: number): number {
		const bytes = this.#bytes;
		const quote = this.#quote;
		for (;;) {
			while (at < bytes.length && bytes[at] !== quote) {
				// CR LF counts once, by its LF; a CR alone counts where it is no part of one.
				if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) this.#innerBreaks += 1;
				at += 1;
			}
			if (at >= bytes.length) return -1;
			at += 1;
			if (at >= bytes.length) return this.#isAtEnd ? at : -1;
			if (bytes[at] !== quote) return at;
			at += 1;
		}
	}
}

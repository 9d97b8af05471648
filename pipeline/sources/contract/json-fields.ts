import type { RowContract } from './row-contract.ts';
import { wantsUndeclared } from './row-contract.ts';

declare global {
	interface JSON {
		/** With the text that a value was read from, which TypeScript's own declaration lacks. */
		parse(
			text: string,
			reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
		): unknown;
		/** A number with its own digits, which goes back into a text as it is. */
		rawJSON(text: string): RawJson;
		isRawJSON(value: unknown): value is RawJson;
	}
}

interface RawJson {
	readonly rawJSON: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keeps the digits of a number that JavaScript would not write in the same way. */
function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
	const { source } = context;
	return typeof value === 'number' && source !== undefined && source !== String(value) ? JSON.rawJSON(source) : value;
}

/** A number that is written with more characters may be another one than its text says. */
const EXACT_CHARACTERS = 15;

/** What of a contract decides which fields there are. */
export type FieldsContract = Pick<RowContract, 'columns' | 'format' | 'dropped' | 'unknownColumns'>;

/** Takes the values of declared columns out of objects, as text, and notes which keys there were. */
export class JsonFields {
	readonly #columns: readonly { readonly name: string; readonly path: readonly string[] }[];
	readonly #decimal: string;
	readonly #known: ReadonlySet<string>;
	readonly #dropped: ReadonlySet<string>;
	readonly #keepsUndeclared: boolean;
	readonly #isSeen: boolean[];
	readonly #undeclared = new Set<string>();
	/** How many numbers were met that may be other ones than their text says. */
	#inexact = 0;

	/** A column's name is a key, or a path of keys with dots between: `customer.address.city`. */
	constructor(contract: FieldsContract) {
		const { columns, format, dropped } = contract;
		this.#columns = columns.map(({ name }) => ({ name, path: name.split('.') }));
		this.#decimal = format.decimal;
		this.#dropped = new Set(dropped);
		this.#keepsUndeclared = wantsUndeclared(contract);
		this.#known = new Set(this.#columns.flatMap(({ name, path }) => [name, path[0] ?? name]));
		this.#isSeen = columns.map(() => false);
	}

	/**
	 * The fields of a JSON text in the order of the columns, with every digit of a number: null where it has no such key,
	 * JSON text where a value is an object or a list. Where the contract asks for what no column takes, that follows as a last
	 * field, an object of its own as JSON, null where there is nothing. Null when the text is no object.
	 * @throws SyntaxError when it is no JSON
	 */
	read(text: string): (string | null)[] | null {
		return this.readAll(text, (object) => [object])[0] ?? null;
	}

	/**
	 * The fields of each object that `rowsOf` finds in a JSON text, as `read` gives them; null in the place of what is no
	 * object.
	 * @throws SyntaxError when the text is no JSON; whatever `rowsOf` throws
	 */
	readAll(text: string, rowsOf: (body: unknown) => readonly unknown[]): ((string | null)[] | null)[] {
		const fieldsOf = (value: unknown): (string | null)[] | null => (isObject(value) ? this.#fieldsOf(value) : null);
		const before = this.#inexact;
		const fields = rowsOf(JSON.parse(text)).map(fieldsOf);
		if (this.#inexact === before) return fields;
		// Only few texts have such numbers, and reading them so takes several times as long.
		return rowsOf(JSON.parse(text, keepDigits)).map(fieldsOf);
	}

	#fieldsOf(object: JsonObject): (string | null)[] {
		const fields = this.#declaredOf(object);
		// Without a prototype, so that a key named __proto__ is one like any other.
		const undeclared = Object.create(null) as Record<string, unknown>;
		let hasUndeclared = false;
		for (const key in object) {
			if (this.#known.has(key) || this.#dropped.has(key)) continue;
			this.#undeclared.add(key);
			if (!this.#keepsUndeclared || object[key] === null) continue;
			undeclared[key] = object[key];
			hasUndeclared = true;
		}
		if (this.#keepsUndeclared) fields.push(hasUndeclared ? JSON.stringify(undeclared) : null);
		return fields;
	}

	#declaredOf(object: JsonObject): (string | null)[] {
		return this.#columns.map(({ name, path }, index) => {
			const value = Object.hasOwn(object, name) ? object[name] : valueAt(object, path);
			if (value === undefined) return null;
			this.#isSeen[index] = true;
			return this.#textOf(value);
		});
	}

	/** Names of columns that no object had. */
	get missing(): string[] {
		return this.#columns.filter((_, index) => this.#isSeen[index] !== true).map(({ name }) => name);
	}

	/** Keys of objects that no column takes. */
	get undeclared(): string[] {
		return [...this.#undeclared];
	}

	#textOf(value: unknown): string | null {
		if (typeof value === 'string') return value;
		if (value === null) return null;
		if (typeof value === 'number') {
			const text = String(value);
			if (text.length > EXACT_CHARACTERS) this.#inexact += 1;
			return this.#numberText(text);
		}
		// JSON.stringify would say the same in several times as long.
		if (typeof value === 'boolean') return value ? 'true' : 'false';
		if (JSON.isRawJSON(value)) return this.#numberText(value.rawJSON);
		return JSON.stringify(value);
	}

	/** A number is written with the mark that the source's texts have, so that both are read alike. */
	#numberText(text: string): string {
		return this.#decimal === '.' ? text : text.replace('.', this.#decimal);
	}
}

function valueAt(object: JsonObject, path: readonly string[]): unknown {
	let value: unknown = object;
	for (const key of path) {
		if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
		value = value[key];
	}
	return value;
}

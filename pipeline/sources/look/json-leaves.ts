/** Objects inside of objects are taken apart so deep; what is deeper is JSON. */
const MAX_DEPTH = 3;

/** The keys that objects have, those of objects inside of them with dots between: what a row of JSON can be read by. */
export class Leaves {
	readonly #names = new Set<string>();

	add(value: unknown): void {
		this.#add(value, '', 0);
	}

	/** In the order in which they were met. */
	get names(): string[] {
		const names = [...this.#names];
		// A key that is an object in one row and null in another is its inner keys.
		return names.filter((name) => !names.some((other) => other.startsWith(`${name}.`)));
	}

	#add(value: unknown, prefix: string, depth: number): void {
		if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > MAX_DEPTH) {
			if (prefix !== '') this.#names.add(prefix);
			return;
		}
		for (const [key, inner] of Object.entries(value))
			this.#add(inner, prefix === '' ? key : `${prefix}.${key}`, depth + 1);
	}
}

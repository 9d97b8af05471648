interface ExportErrorOptions extends ErrorOptions {
	/** What the reader can do about it. */
	readonly hint: string;
}

/** A file could not be let go: nothing has left, and nothing was entered into the register. */
export class ExportError extends Error {
	readonly hint: string;
	constructor(message: string, { hint, ...options }: ExportErrorOptions) {
		super(message, options);
		this.name = 'ExportError';
		this.hint = hint;
	}
}

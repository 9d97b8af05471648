/**
 * A model cannot be fitted or applied: `input` says that the data break a rule of the model (too few rows, a constant
 * target, a negative time), `convergence` that no optimum was found where one was promised.
 */
export class ModelError extends Error {
	override readonly name = 'ModelError';
	readonly kind: 'input' | 'convergence';
	/** What the reader can do about it, as a sentence of its own; null when the message says it. */
	readonly hint: string | null;

	constructor(kind: 'input' | 'convergence', message: string, options: ErrorOptions & { readonly hint?: string } = {}) {
		super(message, options);
		this.kind = kind;
		this.hint = options.hint ?? null;
	}
}

/** Why a file could not be let go: what it is made of kept changing, or a sheet cannot hold it. */
export type ExportProblem = 'changing' | 'too_many_rows';

interface ExportErrorOptions extends ErrorOptions {
	readonly problem: ExportProblem;
	/** What the reader can do about it. */
	readonly hint: string;
}

/** A file could not be let go: nothing has left, and nothing was entered into the register. */
export class ExportError extends Error {
	readonly problem: ExportProblem;
	readonly hint: string;
	constructor(message: string, { problem, hint, ...options }: ExportErrorOptions) {
		super(message, options);
		this.name = 'ExportError';
		this.problem = problem;
		this.hint = hint;
	}
}

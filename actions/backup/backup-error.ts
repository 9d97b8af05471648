interface BackupErrorOptions extends ErrorOptions {
	/** What the reader can do about it. */
	readonly hint: string;
}

/** A backup could not be made, or a file is none that can be restored: what was there is as it was. */
export class BackupError extends Error {
	readonly hint: string;
	constructor(message: string, { hint, ...options }: BackupErrorOptions) {
		super(message, options);
		this.name = 'BackupError';
		this.hint = hint;
	}
}

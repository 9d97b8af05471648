/** The company cannot be written as asked: an option out of range, or a folder that holds something. */
export class DemoError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'DemoError';
	}
}

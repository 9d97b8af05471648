import { QueryError } from '../query.ts';

/**
 * A metric, dimension, grain, period or filter that does not exist or does not fit: the caller's request is at fault,
 * not the data. The message lists what is valid.
 */
export class RequestError extends QueryError {
	constructor(message: string, options?: ErrorOptions) {
		super(message, '', options);
		this.name = 'RequestError';
	}
}

/** Lists names for an error message: `a, b, c`. */
export function listed(names: readonly string[]): string {
	return names.join(', ');
}

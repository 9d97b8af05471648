import type { Environment } from './found-secrets.ts';
import type { LookAtFileOptions } from './look-at-file.ts';

/** What a look is told beside the reference. */
export interface ReferenceOptions extends LookAtFileOptions {
	/** Where secrets are, by the names that a reference or a header has; nowhere when left out. */
	readonly env?: Environment | undefined;
	/** Hosts of the local network, or with another port than 80 and 443, that an address may ask. */
	readonly allow?: readonly string[] | undefined;
	/** Headers for an address as people write them: `Authorization: Bearer env:SHOP_TOKEN`. */
	readonly headers?: readonly string[] | undefined;
	/** The parameter by which an API takes the value from which on rows are wanted. */
	readonly since?: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

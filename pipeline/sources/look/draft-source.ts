import * as v from 'valibot';
import { urlSourceSchema } from '../url/schema.ts';
import type { UrlSource } from '../url/schema.ts';
import { sourceName } from './look-at-file.ts';
import type { HttpOrigin } from './proposed-origin.ts';

/** A source that an address is asked by before anything is known of it. */
export function draftSource(origin: HttpOrigin, name: string | undefined): UrlSource {
	const drafted = sourceName(name ?? new URL(origin.url).pathname);
	return v.parse(urlSourceSchema, { ...origin, name: drafted, type: 'url', columns: {}, entities: {} });
}

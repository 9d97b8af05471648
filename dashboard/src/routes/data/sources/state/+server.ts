import { sourcesState } from '#lib/server/sources/page.ts';
import type { RequestHandler } from './$types';

/** A text that changes when the pages of the sources would show something else. */
export const GET: RequestHandler = async () => Response.json({ state: await sourcesState() });

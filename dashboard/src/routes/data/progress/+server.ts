import { readProgress } from '#lib/server/runs.ts';
import type { RequestHandler } from './$types';

/** How far the run under way is; null when none is. */
export const GET: RequestHandler = async () => Response.json(await readProgress());

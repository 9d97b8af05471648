import { lastExports } from '#lib/server/records/export.ts';
import type { PageServerLoad } from './$types';

/** The register of exports: every file that left. */
export const load: PageServerLoad = async () => ({ exports: await lastExports() });

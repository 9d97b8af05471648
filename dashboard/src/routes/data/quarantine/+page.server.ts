import { parseQuarantineFilter, readQuarantine } from '#lib/server/quarantine.ts';
import type { PageServerLoad } from './$types';

/** The rows set aside, by source and reason. */
export const load: PageServerLoad = ({ url }) => readQuarantine(parseQuarantineFilter(url.searchParams));

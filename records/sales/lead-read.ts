import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { ownedRow } from '../listing/live-row.ts';
import type { Owned } from '../listing/live-row.ts';
import { activitiesOf } from '../people/activity-list.ts';
import type { ActivityRow } from '../people/activity-list.ts';
import { tagsOf } from '../people/tags.ts';
import type { Tag } from '../people/tags.ts';
import { lookupLead } from './lead-matches.ts';
import type { LeadMatches } from './lead-matches.ts';

export interface LeadPage {
	readonly lead: Owned<RecordRow<'leads'>>;
	/** What it could be, for whoever converts it. */
	readonly matches: LeadMatches;
	readonly tags: readonly Pick<Tag, 'tag_id' | 'name'>[];
	readonly activities: readonly ActivityRow[];
}

/** A lead with what stands on its page; null when there is none, or it is deleted. */
export async function readLead(records: Records, leadId: string): Promise<LeadPage | null> {
	const lead = await ownedRow(records, 'leads', leadId);
	if (lead === null) return null;
	return {
		lead,
		matches: lead.status === 'converted' ? { companies: [], contacts: [] } : await lookupLead(records, lead),
		tags: await tagsOf(records, { type: 'lead', id: leadId }),
		activities: await activitiesOf(records, { type: 'lead', id: leadId }),
	};
}

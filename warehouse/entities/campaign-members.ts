import type { Entity } from './entity.ts';

/** A contact or a lead that a campaign is for. */
export const campaignMembers = {
	name: 'campaign_members',
	key: ['campaign_member_id'],
	columns: {
		campaign_member_id: { type: 'text', required: true, trimmed: true },
		campaign_id: { type: 'text', required: true, trimmed: true },
		contact_id: { type: 'text', trimmed: true },
		lead_id: { type: 'text', trimmed: true },
		/** The customer of a source, where a key says so. */
		customer_id: { type: 'text', trimmed: true },
		/** planned, sent, responded, bounced or opted_out */
		status: { type: 'text' },
		sent_at: { type: 'timestamp' },
		responded_at: { type: 'timestamp' },
	},
} as const satisfies Entity;

import { nothing } from '#lib/format/locale.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { formatPart, isShareTold } from '#lib/format/share.ts';
import { m } from '#lib/paraglide/messages.js';
import { CAMPAIGN_STATUSES, CAMPAIGN_TYPES, MEMBER_STATUSES } from '#records/schema/marketing.ts';
import type { CampaignStatus, CampaignType, MemberStatus } from '#records/schema/marketing.ts';
import type { ConsentChannel } from '#records/schema/people.ts';
import type { FieldOption } from './field.ts';

/** What kind of campaign it is, by the word that it is kept as. */
export const CAMPAIGN_TYPE_NAMES: Readonly<Record<CampaignType, () => string>> = {
	email: m.service_campaign_email,
	post: m.service_campaign_post,
	phone: m.service_campaign_phone,
	event: m.service_campaign_event,
	advertising: m.service_campaign_advertising,
	other: m.service_campaign_other,
};

const STATUSES: Readonly<Record<CampaignStatus, () => string>> = {
	planned: m.service_campaign_planned,
	active: m.service_campaign_active,
	ended: m.service_campaign_ended,
	cancelled: m.service_campaign_cancelled,
};

const MEMBERS: Readonly<Record<MemberStatus, () => string>> = {
	planned: m.service_member_planned,
	sent: m.service_member_sent,
	responded: m.service_member_responded,
	bounced: m.service_member_bounced,
	opted_out: m.service_member_opted_out,
};

/** What kind of campaign it is, in the reader's language. */
export function campaignTypeName(type: CampaignType): string {
	return CAMPAIGN_TYPE_NAMES[type]();
}

/** How far a campaign is, in the reader's language. */
export function campaignStatusName(status: CampaignStatus): string {
	return STATUSES[status]();
}

/** How far a member of a campaign is, in the reader's language. */
export function memberStatusName(status: MemberStatus): string {
	return MEMBERS[status]();
}

/** The kinds of campaigns to choose from. */
export function campaignTypeOptions(): FieldOption[] {
	return CAMPAIGN_TYPES.map((value) => ({ value, label: CAMPAIGN_TYPE_NAMES[value]() }));
}

/** Every status of a campaign. */
export function campaignStatusOptions(): FieldOption[] {
	return CAMPAIGN_STATUSES.map((value) => ({ value, label: STATUSES[value]() }));
}

/** Every status of a member. */
export function memberStatusOptions(): FieldOption[] {
	return MEMBER_STATUSES.map((value) => ({ value, label: MEMBERS[value]() }));
}

const CHANNELS: Readonly<Partial<Record<CampaignType, ConsentChannel>>> = {
	email: 'email',
	post: 'post',
	phone: 'phone',
};

/** The channel on which a campaign reaches people one by one, for which they must have agreed; null where it has none. */
export function campaignChannel(type: CampaignType): ConsentChannel | null {
	return CHANNELS[type] ?? null;
}

/** How many of those written to responded: their count alone where they are few, and with its share otherwise. */
export function responseText(responded: number, sent: number, locale: Locale): string {
	if (sent === 0) return nothing;
	const count = formatPart(responded, sent, locale);
	return !isShareTold(sent) ? count : `${formatPercent(responded / sent, locale)} (${count})`;
}

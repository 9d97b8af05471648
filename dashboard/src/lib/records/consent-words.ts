import { m } from '#lib/paraglide/messages.js';
import { CONSENT_EVIDENCE } from '#records/schema/people.ts';
import type { ConsentChannel, ConsentEvidence, ConsentStatus } from '#records/schema/people.ts';

const CHANNELS: Readonly<Record<ConsentChannel, () => string>> = {
	email: m.people_channel_email,
	phone: m.people_channel_phone,
	post: m.people_channel_post,
	sms: m.people_channel_sms,
};

const PURPOSES: Readonly<Record<string, () => string>> = {
	marketing: m.people_purpose_marketing,
	newsletter: m.people_purpose_newsletter,
	surveys: m.people_purpose_surveys,
	all: m.people_purpose_all,
};

const STATUSES: Readonly<Record<ConsentStatus | 'unknown', () => string>> = {
	granted: m.people_consent_granted,
	denied: m.people_consent_denied,
	withdrawn: m.people_consent_withdrawn,
	unknown: m.people_consent_unknown,
};

const EVIDENCE: Readonly<Record<ConsentEvidence, () => string>> = {
	none: m.people_evidence_none,
	form: m.people_evidence_form,
	double_opt_in: m.people_evidence_double_opt_in,
	written: m.people_evidence_written,
	spoken: m.people_evidence_spoken,
};

/** How somebody is reached, in the reader's language. */
export function channelName(channel: ConsentChannel): string {
	return CHANNELS[channel]();
}

/** What for, in the reader's language. */
export function purposeName(purpose: string): string {
	return PURPOSES[purpose]?.() ?? purpose;
}

/** The purposes to choose from, every purpose at once last. */
export function purposeOptions(): { value: string; label: string }[] {
	return Object.entries(PURPOSES).map(([value, name]) => ({ value, label: name() }));
}

/** What they said, in the reader's language. */
export function consentStatusName(status: ConsentStatus | 'unknown'): string {
	return STATUSES[status]();
}

/** How it can be proven, in the reader's language. */
export function evidenceName(evidence: ConsentEvidence): string {
	return EVIDENCE[evidence]();
}

/** The kinds of proof to choose from, the best first. */
export function evidenceOptions(): { value: string; label: string }[] {
	return CONSENT_EVIDENCE.toReversed().map((value) => ({ value, label: EVIDENCE[value]() }));
}

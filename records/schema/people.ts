import type { SubjectType } from './changes.ts';
import type { Decimal, Flag, Instant, RecordColumns } from './columns.ts';

export const COMPANY_TYPES = ['customer', 'prospect', 'supplier', 'partner', 'other'] as const;
export type CompanyType = (typeof COMPANY_TYPES)[number];

export const CONTACT_POINT_KINDS = ['email', 'phone'] as const;
export type ContactPointKind = (typeof CONTACT_POINT_KINDS)[number];

export const CONSENT_CHANNELS = ['email', 'phone', 'post', 'sms'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

export const CONSENT_PURPOSES = ['marketing', 'newsletter', 'surveys'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** What an event is about when it is about every purpose of its channel: somebody who wants to hear nothing at all. */
export const EVERY_PURPOSE = 'all' as const;

export const CONSENT_STATUSES = ['granted', 'denied', 'withdrawn'] as const;
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

export const CONSENT_EVIDENCE = ['none', 'form', 'double_opt_in', 'written', 'spoken'] as const;
export type ConsentEvidence = (typeof CONSENT_EVIDENCE)[number];

export const ACTIVITY_TYPES = ['call', 'email', 'meeting', 'task', 'note'] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

interface AddressColumns {
	street: string | null;
	postal_code: string | null;
	city: string | null;
	region: string | null;
	country: string | null;
}

export interface CompaniesTable extends RecordColumns, AddressColumns {
	company_id: string;
	name: string;
	company_type: CompanyType;
	/** Host name alone, lower case: `example.com`. */
	domain: string | null;
	email: string | null;
	email_normalised: string | null;
	phone: string | null;
	industry: string | null;
	employee_count: number | null;
	annual_revenue: Decimal | null;
	/** ISO code of `annual_revenue`. */
	currency: string | null;
	parent_company_id: string | null;
	owner_id: string | null;
	/** Its key in the system it came from: what an import matches, and what links it to a customer of a source. */
	external_key: string | null;
	/** Lower case, kept by the writes: what a search looks in. */
	search_text: string;
}

export interface ContactsTable extends RecordColumns, AddressColumns {
	contact_id: string;
	first_name: string | null;
	last_name: string | null;
	/** First and last name together, kept by the writes; an e-mail address where there is no name. */
	full_name: string;
	job_title: string | null;
	/** BCP 47, `de` or `en-GB`. */
	language: string | null;
	lifecycle_stage: string | null;
	owner_id: string | null;
	external_key: string | null;
	search_text: string;
}

/** One e-mail address or phone number of a contact. */
export interface ContactPointsTable extends RecordColumns {
	contact_point_id: string;
	contact_id: string;
	kind: ContactPointKind;
	value: string;
	/** An e-mail address in lower case, a phone number in E.164 where it can be: what matching compares. */
	value_normalised: string;
	label: string | null;
	is_primary: Flag;
}

/** A contact's place in a company. */
export interface CompanyContactsTable extends RecordColumns {
	company_contact_id: string;
	company_id: string;
	contact_id: string;
	role: string | null;
	is_primary: Flag;
}

/**
 * What a person agreed to, or took back: the last event per contact, channel and purpose counts; none means no. An event for
 * every purpose that says no stands above all of its channel until one that grants lifts it.
 */
export interface ConsentEventsTable extends RecordColumns {
	consent_event_id: string;
	contact_id: string;
	channel: ConsentChannel;
	purpose: ConsentPurpose | typeof EVERY_PURPOSE;
	status: ConsentStatus;
	captured_at: Instant;
	capture_source: string | null;
	evidence: ConsentEvidence;
	legal_basis: string | null;
	user_id: string | null;
}

export interface ActivitiesTable extends RecordColumns {
	activity_id: string;
	activity_type: ActivityType;
	subject: string;
	body: string | null;
	subject_type: SubjectType | null;
	subject_id: string | null;
	direction: 'in' | 'out' | null;
	due_at: Instant | null;
	started_at: Instant | null;
	ended_at: Instant | null;
	completed_at: Instant | null;
	owner_id: string | null;
}

export interface PeopleSchema {
	companies: CompaniesTable;
	contacts: ContactsTable;
	contact_points: ContactPointsTable;
	company_contacts: CompanyContactsTable;
	consent_events: ConsentEventsTable;
	activities: ActivitiesTable;
}

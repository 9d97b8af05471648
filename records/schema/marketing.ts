import type { Day, Decimal, Instant, RecordColumns } from './columns.ts';
import type {
	ExportRecipientsTable,
	ListFormat,
	ListMembersTable,
	ListsTable,
	SuppressionLoadsTable,
	SuppressionsTable,
} from './lists.ts';
import type { ConsentChannel, ConsentPurpose } from './people.ts';

export const CAMPAIGN_TYPES = ['email', 'post', 'phone', 'event', 'advertising', 'other'] as const;
export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

export const CAMPAIGN_STATUSES = ['planned', 'active', 'ended', 'cancelled'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const MEMBER_STATUSES = ['planned', 'sent', 'responded', 'bounced', 'opted_out'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export interface CampaignsTable extends RecordColumns {
	campaign_id: string;
	name: string;
	campaign_type: CampaignType;
	status: CampaignStatus;
	starts_on: Day | null;
	ends_on: Day | null;
	budget: Decimal | null;
	currency: string | null;
	description: string | null;
	owner_id: string | null;
	external_key: string | null;
	search_text: string;
}

/** A contact or a lead that a campaign is for, one of the two. */
export interface CampaignMembersTable extends RecordColumns {
	campaign_member_id: string;
	campaign_id: string;
	contact_id: string | null;
	lead_id: string | null;
	status: MemberStatus;
	sent_at: Instant | null;
	responded_at: Instant | null;
}

export interface CampaignCostsTable extends RecordColumns {
	campaign_cost_id: string;
	campaign_id: string;
	spent_on: Day;
	amount: Decimal;
	currency: string;
	description: string | null;
}

/** A file that left: what, filtered how, how many rows, and its fingerprint. */
export interface ExportsTable {
	export_id: string;
	exported_at: Instant;
	user_id: string;
	/** What its rows are: `contacts`, `deals`, … */
	subject: string;
	/** The table as shown: its URL's query. Of a target list its definition at that moment, JSON. */
	filter: string;
	format: ListFormat;
	rows: number;
	bytes: number;
	sha256: string;
	/** The snapshot it was read from; null when read from the records. */
	snapshot_id: string | null;
	/** The target list that it is a file of, with what it was declared for; null for a table that was exported. */
	list_id: string | null;
	channel: ConsentChannel | null;
	purpose: ConsentPurpose | null;
	/** JSON: the reasons for leaving out, each with how many customers. */
	excluded: string | null;
	/** JSON: the names of its columns in their order. */
	columns: string | null;
}

export type ImportMode = 'create' | 'update' | 'both';

export interface ImportsTable {
	import_id: string;
	imported_at: Instant;
	user_id: string;
	entity: 'companies' | 'contacts' | 'leads' | 'deals';
	file_name: string;
	mode: ImportMode;
	/** The field by which a row finds its record. */
	match_field: string;
	/** JSON: column of the file to field. */
	mapping: string;
	/** Rows of the file; `processed` of them were gone through so far, each created, updated, unchanged or rejected. */
	rows: number;
	created: number;
	updated: number;
	unchanged: number;
	rejected: number;
	processed: number;
	/** Null while it runs, and for ever when its process died. */
	finished_at: Instant | null;
	/** The changes it made; reverting undoes this batch. */
	batch_id: string;
	/** The changes that take it back, from the moment somebody wants that. */
	revert_batch_id: string | null;
	/** When it was taken back as a whole. */
	reverted_at: Instant | null;
}

export interface ImportRejectsTable {
	import_id: string;
	line: number;
	field: string | null;
	reason: string;
	message: string;
	/** The row as it stood in the file, as CSV. */
	original: string;
}

export interface MarketingSchema {
	campaigns: CampaignsTable;
	campaign_members: CampaignMembersTable;
	campaign_costs: CampaignCostsTable;
	lists: ListsTable;
	list_members: ListMembersTable;
	suppressions: SuppressionsTable;
	suppression_loads: SuppressionLoadsTable;
	exports: ExportsTable;
	export_recipients: ExportRecipientsTable;
	imports: ImportsTable;
	import_rejects: ImportRejectsTable;
}

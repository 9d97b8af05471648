import { texts } from './preset.ts';
import type { Preset } from './preset.ts';

const CRM = { crm: 'Frappe CRM', key: ['name'] } as const;

const deals: Preset = {
	...CRM,
	name: 'frappe-deals',
	title: 'CRM Deal',
	version: 'modified',
	knownBy: ['name', 'status', 'deal_owner'],
	columns: {
		...texts('currency lost_reason source'),
		name: { type: 'text', labels: ['ID'] },
		organization: { type: 'text', labels: ['Organization'] },
		contact: { type: 'text', labels: ['Primary Contact'] },
		status: { type: 'text', labels: ['Status'] },
		probability: { type: 'decimal', labels: ['Probability'] },
		deal_value: { type: 'decimal', labels: ['Deal Value', 'annual_revenue'] },
		deal_owner: { type: 'text', labels: ['Deal Owner'] },
		expected_closure_date: { type: 'date', labels: ['Expected Closure Date'] },
		closed_date: { type: 'date', labels: ['Closed Date'] },
		creation: { type: 'timestamp', labels: ['Created On'] },
		modified: { type: 'timestamp', labels: ['Last Updated On'] },
		lead: { type: 'text', labels: ['Lead'] },
	},
	entities: {
		deals: {
			deal_id: 'name',
			company_id: 'organization',
			contact_id: 'contact',
			owner_id: 'deal_owner',
			stage_id: 'status',
			// Filled once and never again, and for the status "Won" alone: stages and moves say more. See the notes.
			amount: 'deal_value',
			currency: 'currency',
			opened_at: 'creation',
			expected_close_on: 'expected_closure_date',
			closed_at: 'closed_date',
			loss_reason: 'lost_reason',
			source: 'source',
			lead_id: 'lead',
		},
	},
	notes: [
		'Frappe fills the closed date for the status “Won” alone and the probability once: load CRM Deal Status and the status change log as well',
	],
};

const statuses: Preset = {
	...CRM,
	name: 'frappe-deal-statuses',
	title: 'CRM Deal Status',
	knownBy: ['name', 'position', 'type'],
	knownByAny: ['deal_status', 'probability'],
	columns: {
		...texts('deal_status color'),
		name: { type: 'text', labels: ['ID'] },
		position: { type: 'integer', labels: ['Position'] },
		type: { type: 'text', labels: ['Type'] },
		probability: { type: 'decimal', labels: ['Probability'] },
	},
	entities: {
		stages: {
			stage_id: 'name',
			name: ['deal_status', 'name'],
			position: 'position',
			outcome: {
				sql: "case lower({type}) when 'won' then 'won' when 'lost' then 'lost' else 'open' end",
				why: 'the type of the status',
			},
			probability: { sql: '{probability} / 100.0', why: 'Frappe writes percents, 0 to 100' },
		},
	},
};

const moves: Preset = {
	...CRM,
	name: 'frappe-status-changes',
	title: 'status change log',
	knownBy: ['name', 'parent', 'from', 'to', 'from_date'],
	columns: {
		...texts('parent from to'),
		name: { type: 'text', labels: ['ID'] },
		from_date: { type: 'timestamp' },
		to_date: { type: 'timestamp' },
	},
	entities: {
		deal_stage_events: {
			// A row tells how long a deal stood in `from`; where `to` is filled, it moved on at the end of it.
			deal_stage_event_id: {
				sql: 'case when {to} is not null and {to_date} is not null then {name} end',
				why: 'rows that tell a move',
			},
			deal_id: 'parent',
			from_stage_id: 'from',
			to_stage_id: 'to',
			changed_at: 'to_date',
		},
	},
};

export const FRAPPE: readonly Preset[] = [moves, statuses, deals];

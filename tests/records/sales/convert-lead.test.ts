import { beforeEach, expect, it } from 'vitest';
import { act } from '#records/changes/act.ts';
import { StaleRecordError } from '#records/changes/stale.ts';
import { undoBatch } from '#records/changes/undo.ts';
import type { Records } from '#records/database.ts';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { addMembers, setMemberStatus } from '#records/marketing/members.ts';
import { createActivity } from '#records/people/activities.ts';
import { activitiesOf } from '#records/people/activity-list.ts';
import { createCompany } from '#records/people/companies.ts';
import { membershipsOf, readContact } from '#records/people/contact-read.ts';
import { createContact } from '#records/people/contacts.ts';
import { convertLead } from '#records/sales/convert-lead.ts';
import type { LeadConversion } from '#records/sales/convert-lead.ts';
import { readDeal } from '#records/sales/deal-read.ts';
import { listLeads } from '#records/sales/lead-list.ts';
import { readLead } from '#records/sales/lead-read.ts';
import type { LeadInput } from '#records/sales/lead-input.ts';
import { createLead, deleteLead, updateLead } from '#records/sales/leads.ts';
import type { Lead } from '#records/sales/leads.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function make(input: LeadInput = {}): Promise<Lead> {
	const known = { full_name: 'Ada Byron Lovelace', company_name: 'Acme', email: 'Ada@Acme.com', country: 'UK' };
	return doing((transaction, author) => createLead(transaction, author, { ...known, ...input }));
}

function convert(lead: Pick<Lead, 'lead_id' | 'version'>, conversion: Partial<LeadConversion> = {}) {
	const seen = { id: lead.lead_id, version: lead.version };
	const whole: LeadConversion = { company: 'match', contact: 'match', deal: null, ...conversion };
	return doing((transaction, author) => convertLead(transaction, author, seen, whole));
}

it('makes a company, a contact and a deal of a lead that matches nothing, and names them on it', async () => {
	const lead = await make({ phone: '(020) 7946 0018', amount: '5000', currency: 'GBP', source: 'fair' });
	const { companyId, contactId, dealId, wasConverted } = await convert(lead, { deal: { stage_id: 'meeting' } });
	expect(wasConverted).toBe(false);
	expect(await records.selectFrom('companies').selectAll().execute()).toMatchObject([
		{ company_id: companyId, name: 'Acme', domain: 'acme.com', country: 'United Kingdom' },
	]);
	expect(await readContact(records, contactId)).toMatchObject({
		contact: { first_name: 'Ada Byron', last_name: 'Lovelace' },
		emails: [{ value: 'Ada@Acme.com' }],
		phones: [{ value_normalised: '+442079460018' }],
		companies: [{ name: 'Acme', is_primary: 1 }],
	});
	expect((await readDeal(records, dealId ?? ''))?.deal).toMatchObject({
		name: 'Acme',
		company_id: companyId,
		contact_id: contactId,
		lead_id: lead.lead_id,
		stage_id: 'meeting',
		amount: '5000.00',
		currency: 'GBP',
		source: 'fair',
	});
	expect((await readLead(records, lead.lead_id))?.lead).toMatchObject({
		status: 'converted',
		converted_at: AT,
		converted_company_id: companyId,
		converted_contact_id: contactId,
		converted_deal_id: dealId,
	});
});

it('uses the company of the domain and the contact of the address where it shall match', async () => {
	const { acme, ada } = await doing(async (transaction, author) => {
		await createCompany(transaction, author, { name: 'ACME' });
		return {
			acme: await createCompany(transaction, author, { name: 'Acme International', domain: 'acme.com' }),
			ada: await createContact(transaction, author, { last_name: 'L.', emails: [{ value: 'ada@acme.com' }] }),
		};
	});
	const lead = await make();
	const page = await readLead(records, lead.lead_id);
	expect(page?.matches.companies.map(({ name, matched }) => [name, matched])).toEqual([
		['Acme International', 'domain'],
		['ACME', 'name'],
	]);
	const converted = await convert(lead);
	expect(converted).toMatchObject({ companyId: acme.company_id, contactId: ada.contact_id, dealId: null });
	expect((await readContact(records, ada.contact_id))?.companies).toMatchObject([{ name: 'Acme International' }]);
});

it('makes new ones where it is told to, and takes those it is told', async () => {
	const { company_id } = await doing((transaction, author) => createCompany(transaction, author, { name: 'Acme' }));
	const fresh = await convert(await make(), { company: 'new', contact: 'new' });
	expect(fresh.companyId).not.toBe(company_id);
	const lead = await make({ email: null });
	const told = await convert(lead, { company: { id: company_id }, contact: { id: fresh.contactId } });
	expect(told).toMatchObject({ companyId: company_id, contactId: fresh.contactId });
	const companies = (await readContact(records, fresh.contactId))?.companies ?? [];
	expect(companies.map((company) => company.is_primary)).toEqual([1, 0]);
	await expect(convert(await make(), { company: { id: 'x' } })).rejects.toMatchObject({
		issues: [{ field: 'company_id', code: 'not_found' }],
	});
});

it('makes no company of a mail provider, and none where there is no name', async () => {
	const other = await doing((transaction, author) => createCompany(transaction, author, { name: 'Bolt' }));
	const lead = await make({ email: 'ada@gmail.com' });
	expect((await readLead(records, lead.lead_id))?.matches.companies).toEqual([]);
	const converted = await convert(lead);
	expect(converted.companyId).not.toBe(other.company_id);
	const made = await records
		.selectFrom('companies')
		.select('domain')
		.where('company_id', '=', converted.companyId)
		.executeTakeFirst();
	expect(made).toEqual({ domain: null });
	expect((await convert(await make({ company_name: '', email: '' }))).companyId).toBeNull();
	expect((await convert(await make({ email: '' }), { company: 'none' })).companyId).toBeNull();
});

it('carries activities and campaign membership along, one for both where the contact is a member too', async () => {
	const lead = await make();
	const { ada, mail, fair } = await doing(async (transaction, author) => {
		const contact = await createContact(transaction, author, {
			last_name: 'L.',
			emails: [{ value: 'ada@acme.com' }],
		});
		const spring = await createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email' });
		const show = await createCampaign(transaction, author, { name: 'Fair', campaign_type: 'event' });
		await addMembers(transaction, author, spring.campaign_id, {
			contactIds: [contact.contact_id],
			leadIds: [lead.lead_id],
		});
		await addMembers(transaction, author, show.campaign_id, { leadIds: [lead.lead_id] });
		await createActivity(transaction, author, {
			activity_type: 'call',
			subject: 'First call',
			subject_type: 'lead',
			subject_id: lead.lead_id,
		});
		return { ada: contact, mail: spring, fair: show };
	});
	const member = await records
		.selectFrom('campaign_members')
		.select('campaign_member_id')
		.where('lead_id', '=', lead.lead_id)
		.where('campaign_id', '=', mail.campaign_id)
		.executeTakeFirstOrThrow();
	const seen = { id: member.campaign_member_id, version: 1 };
	await doing((transaction, author) => setMemberStatus(transaction, author, seen, 'responded'));

	await convert(lead);
	const memberships = await membershipsOf(records, ada.contact_id);
	expect(memberships).toMatchObject([
		{ campaign_id: mail.campaign_id, status: 'responded', sent_at: AT, responded_at: AT },
		{ campaign_id: fair.campaign_id, status: 'planned', sent_at: null },
	]);
	const activities = await activitiesOf(records, { type: 'contact', id: ada.contact_id });
	expect(activities.map(({ subject }) => subject)).toEqual(['First call']);
	expect(await activitiesOf(records, { type: 'lead', id: lead.lead_id })).toEqual([]);
});

it('does nothing the second time, and gives what was made', async () => {
	const lead = await make();
	const first = await convert(lead, { deal: { currency: 'EUR' } });
	const { rows } = await listLeads(records, { filters: { statuses: ['converted'] } });
	expect(rows).toHaveLength(1);
	const again = await convert(lead, { deal: { currency: 'EUR' } });
	expect(again).toEqual({ ...first, wasConverted: true });
	expect(await records.selectFrom('deals').selectAll().execute()).toHaveLength(1);
});

it('is undone as a whole', async () => {
	const lead = await make();
	const { batchId } = await act(records, 'local', (transaction, author) =>
		convertLead(
			transaction,
			author,
			{ id: lead.lead_id, version: 1 },
			{ company: 'match', contact: 'match', deal: { currency: 'EUR' } },
		),
	);
	await undoBatch(records, 'local', batchId);
	for (const table of ['companies', 'contacts', 'deals', 'contact_points'] as const) {
		expect(await records.selectFrom(table).selectAll().where('deleted_at', 'is', null).execute()).toEqual([]);
	}
	expect((await readLead(records, lead.lead_id))?.lead).toMatchObject({ status: 'new', converted_deal_id: null });
});

it('leaves a lead whose deal does not fit, or that somebody changed, as it was', async () => {
	const lead = await make();
	await expect(convert(lead, { deal: { name: 'Boxes' } })).rejects.toMatchObject({
		issues: [{ field: 'currency', code: 'required' }],
	});
	expect(await records.selectFrom('contacts').selectAll().execute()).toEqual([]);
	const changed = await doing((transaction, author) =>
		updateLead(transaction, author, { id: lead.lead_id, version: 1 }, { status: 'qualified', note: 'warm' }),
	);
	await expect(convert(lead)).rejects.toThrow(StaleRecordError);
	await convert(changed);
});

it('keeps the status of a lead that was converted, and converts none that was disqualified or deleted', async () => {
	const lead = await make();
	await convert(lead);
	const seen = { id: lead.lead_id, version: 'current' } as const;
	await expect(
		doing((transaction, author) => updateLead(transaction, author, seen, { status: 'new' })),
	).rejects.toMatchObject({ issues: [{ field: 'status', code: 'not_allowed' }] });
	await expect(make({ status: 'converted' })).rejects.toMatchObject({ issues: [{ code: 'unknown_value' }] });
	const poor = await make({ status: 'disqualified' });
	await expect(convert(poor)).rejects.toMatchObject({ issues: [{ field: 'status', code: 'not_allowed' }] });
	await doing((transaction, author) => deleteLead(transaction, author, { id: poor.lead_id, version: 1 }));
	await expect(convert(poor)).rejects.toThrow('no record');
	expect(await readLead(records, poor.lead_id)).toBeNull();
});

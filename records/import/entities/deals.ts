import { sql } from 'kysely';
import type { Author } from '../../changes/act.ts';
import type { RecordsTransaction } from '../../database.ts';
import { InputError, issue } from '../../input/issues.ts';
import { idByExternalKey } from '../../input/references.ts';
import { contactsByEmail } from '../../people/contacts.ts';
import type { DealInput } from '../../sales/deal-input.ts';
import { createDeal, updateDeal } from '../../sales/deals.ts';
import { moveDeal } from '../../sales/move-deal.ts';
import { LOSS_REASONS } from '../../schema/sales.ts';
import { CREATED_COLUMN, OWNER_COLUMN } from '../address-columns.ts';
import type { ImportEntity, RowValues } from '../import-entity.ts';
import { companyOf, ownerOf, stageOf } from '../lookups.ts';
import type { Lookups } from '../lookups.ts';
import { startOfDay } from '../start-of-day.ts';

async function contactOf(transaction: RecordsTransaction, { contact_email }: RowValues): Promise<string | undefined> {
	if (contact_email === undefined) return undefined;
	const [contact] = await contactsByEmail(transaction, contact_email);
	if (contact === undefined) throw new InputError([issue('contact_email', 'not_found', { id: contact_email })]);
	return contact.contact_id;
}

async function inputOf(
	transaction: RecordsTransaction,
	author: Author,
	values: RowValues,
	lookups: Lookups,
): Promise<DealInput> {
	const { name, amount, currency, opened_on, expected_close_on, forecast_category } = values;
	const { next_step, loss_reason, source, external_key } = values;
	return {
		name,
		amount,
		currency,
		opened_on: opened_on ?? values.created_on,
		expected_close_on: expected_close_on ?? values.closed_on,
		forecast_category,
		next_step,
		loss_reason,
		source,
		external_key,
		owner_id: ownerOf(values, lookups),
		company_id: await companyOf(transaction, author, values),
		contact_id: await contactOf(transaction, values),
	};
}

export const deals: ImportEntity = {
	name: 'deals',
	matchFields: ['external_key', 'name'],
	fields: [
		{
			name: 'external_key',
			kind: 'text',
			headers: ['External key', 'ID', 'Deal ID', 'Opportunity ID', 'hs_object_id', 'Record ID', 'Deal - ID'],
		},
		{
			name: 'name',
			kind: 'text',
			headers: ['Deal name', 'dealname', 'Opportunity name', 'Title', 'Deal - Title', 'Bezeichnung', 'Titel'],
		},
		{
			name: 'company_name',
			kind: 'text',
			headers: [
				'Company',
				'Company name',
				'Account name',
				'Account',
				'Organization',
				'Deal - Organization',
				'Firma',
				'Unternehmen',
			],
		},
		{
			name: 'company_key',
			kind: 'text',
			headers: ['Company key', 'AccountId', 'Account ID', 'Associated company ID', 'org_id', 'Firmennummer'],
		},
		{ name: 'contact_email', kind: 'text', headers: ['Contact e-mail', 'Contact email', 'E-mail', 'E-Mail-Adresse'] },
		{ name: 'pipeline', kind: 'text', headers: ['Pipeline', 'Sales pipeline', 'Deal - Pipeline', 'Vertriebspipeline'] },
		{
			name: 'stage',
			kind: 'text',
			headers: ['Stage', 'Deal stage', 'StageName', 'dealstage', 'Deal - Stage', 'Phase', 'Stufe'],
		},
		{
			name: 'amount',
			kind: 'number',
			headers: ['Amount', 'Value', 'Deal - Value', 'Close value', 'Betrag', 'Wert', 'Summe'],
		},
		{
			name: 'currency',
			kind: 'text',
			headers: ['Currency', 'CurrencyIsoCode', 'deal_currency_code', 'Deal - Currency', 'Währung'],
		},
		{
			name: 'opened_on',
			kind: 'day',
			headers: ['Opened on', 'Open date', 'Engage date', 'Eröffnet am', 'Begonnen am'],
		},
		{
			name: 'expected_close_on',
			kind: 'day',
			headers: [
				'Expected close',
				'Expected close date',
				'expected_close_date',
				'Close date',
				'CloseDate',
				'closedate',
				'Erwarteter Abschluss',
				'Deal - Expected close date',
			],
		},
		{
			name: 'closed_on',
			kind: 'day',
			headers: ['Closed on', 'Closed date', 'Won time', 'Abgeschlossen am', 'Deal - Deal closed on'],
		},
		{
			name: 'forecast_category',
			kind: 'choice',
			headers: ['Forecast category', 'ForecastCategory', 'hs_manual_forecast_category', 'Prognosekategorie'],
			choices: {
				pipeline: ['Pipeline', 'Closed'],
				best_case: ['Best Case', 'BestCase', 'MostLikely', 'Most likely'],
				commit: ['Commit', 'Forecast'],
				omitted: ['Omitted', 'Omit'],
			},
		},
		{ name: 'next_step', kind: 'text', headers: ['Next step', 'NextStep', 'hs_next_step', 'Nächster Schritt'] },
		{
			name: 'loss_reason',
			kind: 'choice',
			headers: [
				'Loss reason',
				'Lost reason',
				'closed_lost_reason',
				'Closed lost reason',
				'Deal - Lost reason',
				'Verlustgrund',
			],
			choices: {
				price: ['Preis', 'Too expensive'],
				competitor: ['Wettbewerber', 'Konkurrenz', 'Lost to competitor'],
				no_budget: ['Kein Budget', 'No budget', 'Lost to no budget'],
				no_decision: ['Keine Entscheidung', 'No decision', 'No decision / non-responsive'],
				missing_feature: ['Fehlende Funktion', 'Missing feature'],
				timing: ['Zeitpunkt', 'Bad timing'],
			},
			otherwise: 'other',
		},
		{
			name: 'source',
			kind: 'text',
			headers: ['Source', 'Lead source', 'LeadSource', 'Deal source', 'Quelle', 'Herkunft'],
		},
		OWNER_COLUMN,
		CREATED_COLUMN,
	],
	async find(records, field, value) {
		if (field === 'external_key') {
			const id = await idByExternalKey(records, 'deals', value);
			return id === null ? [] : [id];
		}
		const { rows } = await sql<{ deal_id: string }>`
			select deal_id from deals where name = ${value} collate nocase and deleted_at is null`.execute(records);
		return rows.map(({ deal_id }) => deal_id);
	},
	async create(transaction, author, values, lookups) {
		const createdAt = startOfDay(values, 'created_on');
		// Salesforce has one day for both: what is expected while a deal is open is when it closed afterwards.
		const closedAt = startOfDay(values, 'closed_on') ?? startOfDay(values, 'expected_close_on');
		const stageId = stageOf(values, lookups)?.stage_id ?? null;
		const name = values.name ?? values.company_name ?? values.external_key;
		const input = await inputOf(transaction, author, values, lookups);
		await createDeal(transaction, author, { ...input, name }, { stageId, closedAt: closedAt ?? null, createdAt });
	},
	async update(transaction, author, id, values, lookups) {
		const seen = { id, version: 'current' } as const;
		const stage = stageOf(values, lookups);
		await updateDeal(transaction, author, seen, await inputOf(transaction, author, values, lookups));
		if (stage === undefined) return;
		const lossReason = LOSS_REASONS.find((reason) => reason === values.loss_reason) ?? 'other';
		await moveDeal(transaction, author, seen, { stageId: stage.stage_id, lossReason });
	},
};

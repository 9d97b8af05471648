import { fail } from '@sveltejs/kit';
import type { ActionFailure } from '@sveltejs/kit';
import { historyOf } from '#records/changes/history.ts';
import { rowOf } from '#records/changes/write.ts';
import type { Records } from '#records/database.ts';
import { nameOf } from '#records/listing/name-of.ts';
import { readCompany } from '#records/people/company-read.ts';
import { readContact } from '#records/people/contact-read.ts';
import type { DealInput } from '#records/sales/deal-input.ts';
import { linesOfDeal } from '#records/sales/deal-lines.ts';
import { readDeal } from '#records/sales/deal-read.ts';
import { createDeal, deleteDeal, updateDeal } from '#records/sales/deals.ts';
import type { Deal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { listSalesPipelines } from '#records/sales/sales-pipelines.ts';
import { isBlankLine } from '#lib/records/deal-line.ts';
import type { LineTexts } from '#lib/records/deal-line.ts';
import { fieldsWithout } from '#lib/records/fields-without.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { percentOfShare, shareOfPercent } from '#lib/records/typed-decimal.ts';
import { records } from '../records.ts';
import { isFailure, saveForm } from './save.ts';
import type { SentForm } from './save.ts';
import { currentUserId } from './user.ts';

type Saved<Result = unknown> = Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>>;

/** What a deal's form answers when it was refused: its lines as they were typed, and those saved meanwhile. */
export interface DealAnswer extends FormAnswer {
	readonly lines?: readonly LineTexts[];
	/** Null where nobody changed them. */
	readonly theirLines?: readonly LineTexts[] | null;
}

/** The day it is in a zone. */
function todayIn(zone: string): string {
	return Temporal.Now.plainDateISO(zone).toString();
}

async function productName(db: Records, productId: string | null): Promise<string> {
	if (productId === null || productId === '') return '';
	return (await rowOf(db, 'products', productId))?.name ?? '';
}

async function storedLines(db: Records, dealId: string): Promise<LineTexts[]> {
	const lines = await linesOfDeal(db, dealId);
	return Promise.all(
		lines.map(async (line) => ({
			deal_line_id: line.deal_line_id,
			product_id: line.product_id ?? '',
			product_name: await productName(db, line.product_id),
			description: line.description ?? '',
			quantity: line.quantity,
			unit_price: line.unit_price,
			discount: line.discount === '0' ? '' : percentOfShare(line.discount),
		})),
	);
}

/** A deal with what stands on its page, as it is now; null when there is none, or it is deleted. */
export async function readDealPage(dealId: string, zone: string) {
	const db = await records();
	const page = await readDeal(db, dealId);
	if (page === null) return null;
	const { deal } = page;
	return {
		...page,
		lineTexts: await storedLines(db, dealId),
		campaignName: await nameOf(db, 'campaigns', deal.campaign_id),
		leadName: await nameOf(db, 'leads', deal.lead_id),
		history: await historyOf(db, 'deals', dealId),
		today: todayIn(zone),
		now: new Date().toISOString(),
	};
}

export type DealPageData = NonNullable<Awaited<ReturnType<typeof readDealPage>>>;

/** The open stages that a deal can begin in; named with their sales pipeline where there are several. */
async function firstStages(db: Records) {
	const pipelines = await listSalesPipelines(db);
	return pipelines.flatMap((pipeline) =>
		pipeline.stages
			.filter(({ outcome }) => outcome === 'open')
			.map(({ stage_id, name }) => ({
				value: stage_id,
				label: pipelines.length === 1 ? name : `${pipeline.name}: ${name}`,
			})),
	);
}

interface AskedDeal {
	readonly companyId: string | null;
	readonly contactId: string | null;
	readonly stageId: string | null;
}

/** What a new deal starts with: the company and contact it was asked for, the contact's company where none was named. */
export async function readNewDeal(asked: AskedDeal, currency: string, zone: string) {
	const db = await records();
	const contact = asked.contactId === null ? null : await readContact(db, asked.contactId);
	const main = contact?.companies.find(({ is_primary }) => is_primary === 1) ?? contact?.companies.at(0);
	const companyId = asked.companyId ?? main?.company_id ?? null;
	const company = companyId === null ? null : ((await readCompany(db, companyId))?.company ?? null);
	const stages = await firstStages(db);
	const stage = stages.find(({ value }) => value === asked.stageId) ?? stages[0];
	const owner = currentUserId();
	return {
		stages,
		values: {
			name: company?.name ?? contact?.contact.full_name ?? '',
			company_id: company?.company_id ?? '',
			contact_id: contact?.contact.contact_id ?? '',
			stage_id: stage?.value ?? '',
			owner_id: owner,
			currency: company?.currency ?? currency,
			opened_on: todayIn(zone),
		},
		names: {
			company: company?.name ?? null,
			contact: contact?.contact.full_name ?? null,
			owner: await nameOf(db, 'users', owner),
		},
	};
}

const LINE_FIELDS = ['deal_line_id', 'product_id', 'description', 'quantity', 'unit_price', 'discount'] as const;

/** The lines of a form in their order, without those that nobody filled. */
async function typedLines(form: SentForm): Promise<LineTexts[]> {
	const db = await records();
	const columns = LINE_FIELDS.map((name) => form.all(name));
	const lines = (columns[0] ?? []).map((_, place) => {
		const texts = Object.fromEntries(LINE_FIELDS.map((name, column) => [name, columns[column]?.[place] ?? '']));
		return { ...(texts as Record<(typeof LINE_FIELDS)[number], string>), product_name: '' };
	});
	const filled = lines.filter((line) => !isBlankLine(line));
	return Promise.all(filled.map(async (line) => ({ ...line, product_name: await productName(db, line.product_id) })));
}

function dealInput(form: SentForm, lines: readonly LineTexts[]): DealInput {
	return {
		...fieldsWithout(form.values, [...LINE_FIELDS, 'stage_id']),
		lines: lines.map((line) => ({
			deal_line_id: line.deal_line_id,
			product_id: line.product_id,
			description: line.description,
			quantity: line.quantity,
			unit_price: line.unit_price,
			discount: shareOfPercent(line.discount),
		})),
	};
}

/** Makes a deal from a form, with its lines. */
export async function addDeal(form: SentForm): Promise<{ batchId: string; result: Deal } | ActionFailure<DealAnswer>> {
	const lines = await typedLines(form);
	const stageId = form.values.stage_id ?? '';
	const saved = await saveForm(form, (transaction, author) =>
		createDeal(transaction, author, dealInput(form, lines), stageId === '' ? {} : { stageId }),
	);
	return isFailure(saved) ? fail(saved.status, { ...saved.data, lines }) : saved;
}

/** Changes what a form says of a deal, and makes its lines those of the form. */
export async function changeDeal(
	dealId: string,
	form: SentForm,
): Promise<{ batchId: string; result: Deal } | ActionFailure<DealAnswer>> {
	const lines = await typedLines(form);
	const seen = { id: dealId, version: form.version };
	const saved = await saveForm(
		form,
		(transaction, author) => updateDeal(transaction, author, seen, dealInput(form, lines)),
		'save',
	);
	if (!isFailure(saved)) return saved;
	const stored = saved.status === 409 ? await storedLines(await records(), dealId) : null;
	const theirLines = JSON.stringify(stored) === JSON.stringify(lines) ? null : stored;
	return fail(saved.status, { ...saved.data, lines, theirLines });
}

/** Moves a deal to the stage that a form names; one that is lost needs the form's reason. */
export function moveToStage(dealId: string, form: SentForm): Saved {
	const { stage_id = '', loss_reason = '' } = form.values;
	const seen = { id: dealId, version: form.version };
	const move = { stageId: stage_id, lossReason: loss_reason === '' ? null : loss_reason };
	return saveForm(form, (transaction, author) => moveDeal(transaction, author, seen, move), 'move');
}

/** Deletes a deal with its lines. */
export function removeDeal(dealId: string, form: SentForm): Saved {
	const seen = { id: dealId, version: form.version };
	return saveForm(form, (transaction, author) => deleteDeal(transaction, author, seen));
}

/** What a product costs and in which currency; null when there is none. */
export async function priceOfProduct(productId: string) {
	const product = await rowOf(await records(), 'products', productId);
	if (product?.deleted_at !== null) return null;
	return { unit_price: product.unit_price, currency: product.currency };
}

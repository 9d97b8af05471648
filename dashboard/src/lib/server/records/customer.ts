import { currentConsents } from '#records/people/consents.ts';
import type { Consent } from '#records/people/consents.ts';
import { activitiesOf } from '#records/people/activity-list.ts';
import { clearOverride, OVERRIDE_FIELDS, overridesOf, setOverride } from '#records/overrides.ts';
import type { OverrideField } from '#records/overrides.ts';
import { nameOf } from '#records/listing/name-of.ts';
import { customerById } from '#warehouse/reads/customer.ts';
import { customerTimeline, TIMELINE_KINDS } from '#warehouse/reads/customer-timeline.ts';
import type { TimelineKind } from '#warehouse/reads/customer-timeline.ts';
import { heldOverrides } from '#warehouse/reads/customer-overrides.ts';
import { linksOfCustomer } from '#warehouse/reads/identity.ts';
import type { IdentityLink } from '#warehouse/reads/identity.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

const ENTRIES_PER_PAGE = 15;

/** A record that is this customer, with what it is called and why it is them. */
export interface LinkedRecord extends IdentityLink {
	/** Null for a row of a file. */
	readonly href: string | null;
	readonly name: string;
}

async function linkedRecord(link: IdentityLink): Promise<LinkedRecord> {
	if (link.source !== 'records' || (link.entity !== 'companies' && link.entity !== 'contacts')) {
		return { ...link, href: null, name: link.source_id };
	}
	const name = await nameOf(await records(), link.entity, link.source_id);
	return { ...link, href: name === null ? null : `/${link.entity}/${link.source_id}`, name: name ?? link.source_id };
}

async function consentsOf(links: readonly LinkedRecord[]): Promise<readonly { name: string; consents: Consent[] }[]> {
	const db = await records();
	const contacts = links.filter(({ source, entity }) => source === 'records' && entity === 'contacts');
	return Promise.all(
		contacts.map(async ({ source_id, name }) => ({
			name,
			consents: (await currentConsents(db, source_id)).filter(({ status }) => status !== 'unknown'),
		})),
	);
}

/** The kinds of entries that the address asks for; all where it names none. */
function kindsOf(wanted: string | null): readonly TimelineKind[] {
	const kinds = TIMELINE_KINDS.filter((kind) => wanted?.split(',').includes(kind));
	return kinds.length === 0 ? TIMELINE_KINDS : kinds;
}

/** What happened with a customer as the snapshot knows it, a page of it. */
async function readTimeline(snapshot: RequestSnapshot, customerId: string, params: URLSearchParams) {
	const kinds = kindsOf(params.get('kinds'));
	const wanted = Number(params.get('entries') ?? '1');
	const page = Number.isInteger(wanted) && wanted >= 1 ? wanted : 1;
	const offset = (page - 1) * ENTRIES_PER_PAGE;
	const { rows, count } = await snapshot.read((db) =>
		customerTimeline(db, customerId, { kinds, limit: ENTRIES_PER_PAGE, offset }),
	);
	return { rows, count, page, pages: Math.max(1, Math.ceil(count / ENTRIES_PER_PAGE)), kinds };
}

/**
 * What the page shows of fields that were corrected, or are no longer: corrections hold at once, and one that was taken
 * back gives way to the source at once, though the snapshot still has it.
 */
async function correctedFields(
	snapshot: RequestSnapshot,
	customerId: string,
	overrides: readonly { readonly field: string; readonly value: string | null }[],
): Promise<Readonly<Record<string, string | null>>> {
	const held = await snapshot.read((db) => heldOverrides(db, customerId));
	return Object.fromEntries([
		...held.map(({ field, source_value }) => [field, source_value] as const),
		...overrides.map(({ field, value }) => [field, value] as const),
	]);
}

/** What the records say of a customer now: who else they are, what they agreed to, what was corrected and noted. */
export async function readCustomerRecords(snapshot: RequestSnapshot, customerId: string, params: URLSearchParams) {
	const db = await records();
	const links = await Promise.all(
		(await snapshot.read((connection) => linksOfCustomer(connection, customerId))).map(linkedRecord),
	);
	const overrides = await overridesOf(db, customerId);
	return {
		links,
		consents: await consentsOf(links),
		overrides,
		corrected: await correctedFields(snapshot, customerId, overrides),
		notes: await activitiesOf(db, { type: 'customer', id: customerId }),
		timeline: await readTimeline(snapshot, customerId, params),
	};
}

function sourceValue(
	customer: Readonly<Record<OverrideField, string | null>>,
	overrides: readonly { readonly field: string; readonly source_value: string | null }[],
	field: OverrideField,
): string | null {
	const override = overrides.find((candidate) => candidate.field === field);
	return override === undefined ? customer[field] : override.source_value;
}

/**
 * Corrects the fields of a customer that a form says something else of than the source does; what the form says as the
 * source does is no correction (any more).
 */
export async function correctCustomer(snapshot: RequestSnapshot, customerId: string, form: SentForm) {
	const customer = await snapshot.read((db) => customerById(db, customerId));
	const held = await snapshot.read((db) => heldOverrides(db, customerId));
	const overrides = [...(await overridesOf(await records(), customerId)), ...held];
	return saveForm(
		form,
		async (transaction, author) => {
			for (const field of OVERRIDE_FIELDS) {
				const typed = form.values[field]?.trim();
				if (typed === undefined || customer === null) continue;
				const source = sourceValue(customer, overrides, field);
				if (typed === (source ?? '')) await clearOverride(transaction, author, customerId, field);
				else await setOverride(transaction, author, customerId, { field, value: typed, sourceValue: source });
			}
		},
		'correct',
	);
}

/** Lets the source say a field of a customer again. */
export function uncorrectCustomer(customerId: string, form: SentForm) {
	return saveForm(form, (transaction, author) =>
		clearOverride(transaction, author, customerId, form.values.field ?? ''),
	);
}

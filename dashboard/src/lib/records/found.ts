import { m } from '#lib/paraglide/messages.js';

/** What a search over everything can find. */
export type FoundKind = 'customer' | 'company' | 'contact' | 'lead' | 'deal' | 'ticket' | 'campaign';

/** One thing found: what it is, what it is called, and what tells it from others of its name. */
export interface FoundRecord {
	readonly kind: FoundKind;
	readonly id: string;
	readonly name: string;
	/** Empty where there is nothing to add. */
	readonly detail: string;
}

const PAGES: Readonly<
	Record<FoundKind, { readonly path: string; readonly name: () => string; readonly names: () => string }>
> = {
	customer: { path: '/customers', name: m.shell_kind_customer, names: m.shell_nav_customers },
	company: { path: '/companies', name: m.shell_kind_company, names: m.shell_nav_companies },
	contact: { path: '/contacts', name: m.shell_kind_contact, names: m.shell_nav_contacts },
	lead: { path: '/leads', name: m.shell_kind_lead, names: m.shell_nav_leads },
	deal: { path: '/deals', name: m.shell_kind_deal, names: m.shell_kinds_deal },
	ticket: { path: '/tickets', name: m.shell_kind_ticket, names: m.shell_kinds_ticket },
	campaign: { path: '/campaigns', name: m.shell_kind_campaign, names: m.shell_nav_campaigns },
};

/** The page of what was found. */
export function foundHref({ kind, id }: Pick<FoundRecord, 'kind' | 'id'>): string {
	return `${PAGES[kind].path}/${encodeURIComponent(id)}`;
}

/** What kind of thing it is, in the reader's language. */
export function foundKindName(kind: FoundKind): string {
	return PAGES[kind].name();
}

/** What several of its kind are called, in the reader's language. */
export function foundKindsName(kind: FoundKind): string {
	return PAGES[kind].names();
}

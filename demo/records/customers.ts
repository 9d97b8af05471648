import { updateCompany } from '#records/people/companies.ts';
import { addTag } from '#records/people/tags.ts';
import type { KnownCustomer } from '../known-customers.ts';
import { cumulate, pick, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import { drawPersona, retyped } from './personas.ts';
import type { Account, Persona } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { drawSeller } from './team.ts';
import type { Colleague } from './team.ts';
import { shopFields, writeAccount, writePersona } from './write-people.ts';
import { idOf, toBeWritten } from './written.ts';

/** Companies have one to four contacts. */
const CONTACTS = cumulate([0.42, 0.3, 0.18, 0.1]);
/** Of main contacts so many use the address that the shop has, too. */
export const SHARED_MAILBOX = 0.85;
/** Of consumers among the contacts so many carry no key of the shop: their address alone tells who they are. */
export const WITHOUT_KEY = 0.25;
const TAGS = ['Dealer', 'Key account', 'Framework contract', 'Seasonal', 'School or club'];
const TAGGED = 0.16;
const FOUNDED = 8 * 3600;

/** When the records learn of a customer: on the first morning where they bought before, else within the hour. */
export function learnedAt(customer: KnownCustomer): Moment {
	const [first] = customer.orders;
	if (customer.joinedAt < 0 || first === undefined) return Math.max(customer.joinedAt * DAY, FOUNDED + 600);
	return Math.max(first.day * DAY + first.second + 1800, FOUNDED + 600);
}

/** When they became a customer, where that was before the history began. */
function createdAtOf(plan: Plan, { joinedAt }: KnownCustomer): string | undefined {
	return joinedAt < 0 ? plan.moments.instant(Math.floor(joinedAt) * DAY + 12 * 3600) : undefined;
}

/** The company that a customer of the shop is. */
export function accountOf(customer: KnownCustomer, owner: Colleague, since: Moment): Account {
	const { person, country } = customer;
	const domain = person.email.slice(person.email.indexOf('@') + 1);
	const name = person.name;
	return { ...toBeWritten(), name, domain, country, city: person.city, customer, since, owner, contacts: [] };
}

function planContacts(plan: Plan, random: Random, account: Account): void {
	const { customer } = account;
	if (customer === null) return;
	const count = 1 + pickCumulative(random, CONTACTS);
	const known = new Set(account.contacts.map(({ email }) => email));
	while (account.contacts.length < count) {
		const place = account.contacts.length;
		const since = place === 0 ? learnedAt(customer) : learnedAt(customer) + DAY * (1 + 500 * random.uniform() ** 2);
		const persona = drawPersona(random, account.country, account.domain, { account, since, place });
		if (known.has(persona.email)) continue;
		known.add(persona.email);
		account.contacts.push(persona);
		const shared = place === 0 && random.uniform() < SHARED_MAILBOX ? [retyped(random, customer.person.email)] : [];
		const createdAt = place === 0 ? createdAtOf(plan, customer) : undefined;
		plan.timeline.add(since, account.owner, (transaction, author) =>
			writePersona(transaction, author, persona, {
				emails: [...shared, persona.email],
				ownerId: idOf(account.owner),
				createdAt,
			}),
		);
	}
}

/** Plans a company of the shop with its contacts; one that a lead became is given its key of the shop instead. */
function planAccount(plan: Plan, customer: KnownCustomer, fromLead: Account | undefined): Account {
	const random = randomOf(plan, 'people', customer.index);
	const learned = learnedAt(customer);
	const account = fromLead ?? accountOf(customer, drawSeller(random, plan.team), learned);
	plan.timeline.add(learned, account.owner, async (transaction, author) => {
		if (account.id === null) await writeAccount(transaction, author, account, createdAtOf(plan, customer));
		else {
			const seen = { id: account.id, version: 'current' } as const;
			const fields = { ...shopFields(account), city: account.city, company_type: 'customer' };
			await updateCompany(transaction, author, seen, fields);
		}
	});
	planContacts(plan, random, account);
	if (random.uniform() < TAGGED) {
		const tag = pick(random, TAGS);
		plan.timeline.add(learned + 3600, account.owner, (transaction, author) =>
			addTag(transaction, author, { type: 'company', id: idOf(account) }, tag),
		);
	}
	return account;
}

function planConsumer(plan: Plan, customer: KnownCustomer): Persona {
	const random = randomOf(plan, 'people', customer.index);
	const { name, email, phone } = customer.person;
	const [firstName = '', ...rest] = name.split(' ');
	const persona: Persona = {
		...toBeWritten(),
		firstName,
		lastName: rest.join(' '),
		email,
		phone,
		country: customer.country,
		jobTitle: null,
		account: null,
		customer,
		since: learnedAt(customer),
	};
	const hasKey = email === '' || random.uniform() >= WITHOUT_KEY;
	const written = email === '' ? [] : [retyped(random, email)];
	plan.timeline.add(persona.since, plan.team.local, (transaction, author) =>
		writePersona(transaction, author, persona, {
			emails: written,
			externalKey: hasKey ? customer.customerId : null,
			createdAt: createdAtOf(plan, customer),
		}),
	);
	return persona;
}

/** Plans the shop's customers as companies and contacts. */
export function planCustomers(
	plan: Plan,
	fromLeads: ReadonlyMap<KnownCustomer, Account>,
): { readonly accounts: readonly Account[]; readonly consumers: readonly Persona[] } {
	const accounts: Account[] = [];
	const consumers: Persona[] = [];
	for (const customer of plan.customers) {
		if (customer.kind === 'company') accounts.push(planAccount(plan, customer, fromLeads.get(customer)));
		else consumers.push(planConsumer(plan, customer));
	}
	return { accounts, consumers };
}

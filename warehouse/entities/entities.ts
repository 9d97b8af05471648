import { activities } from './activities.ts';
import { campaignCosts } from './campaign-costs.ts';
import { campaignMembers } from './campaign-members.ts';
import { campaigns } from './campaigns.ts';
import { companies } from './companies.ts';
import { consentEvents } from './consent-events.ts';
import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { dealLines } from './deal-lines.ts';
import { dealStageEvents } from './deal-stage-events.ts';
import { deals } from './deals.ts';
import type { Entity } from './entity.ts';
import { exchangeRates } from './exchange-rates.ts';
import { holidays } from './holidays.ts';
import { leads } from './leads.ts';
import { orderLines } from './order-lines.ts';
import { orders } from './orders.ts';
import { overrides } from './overrides.ts';
import { products } from './products.ts';
import { stages } from './stages.ts';
import { suppressions } from './suppressions.ts';
import { tickets } from './tickets.ts';
import { users } from './users.ts';

/** Every entity a source can be mapped to. */
export const ENTITIES: readonly Entity[] = [
	customers,
	products,
	orders,
	orderLines,
	exchangeRates,
	users,
	companies,
	contacts,
	leads,
	stages,
	deals,
	dealLines,
	dealStageEvents,
	tickets,
	campaigns,
	campaignMembers,
	campaignCosts,
	consentEvents,
	activities,
	holidays,
	suppressions,
];

/** Every entity that has staging views: those of a config, and what only Kundig itself can say. */
export const STAGED_ENTITIES: readonly Entity[] = [...ENTITIES, overrides];

/** The entity of a name among all that have staging views, null when there is none. */
export function stagedEntityByName(name: string): Entity | null {
	return STAGED_ENTITIES.find((entity) => entity.name === name) ?? null;
}

/** The entity of a name that a config can map, null when there is none. */
export function entityByName(name: string): Entity | null {
	return ENTITIES.find((entity) => entity.name === name) ?? null;
}

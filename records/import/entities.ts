import type { ImportsTable } from '../schema/marketing.ts';
import { companies } from './entities/companies.ts';
import { contacts } from './entities/contacts.ts';
import { deals } from './entities/deals.ts';
import { leads } from './entities/leads.ts';
import type { ImportEntity } from './import-entity.ts';

/** What can be imported. */
export const IMPORT_ENTITIES: Readonly<Record<ImportsTable['entity'], ImportEntity>> = {
	companies,
	contacts,
	leads,
	deals,
};

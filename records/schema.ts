import type { ChangesSchema } from './schema/changes.ts';
import type { IncidentsSchema } from './schema/incidents.ts';
import type { MarketingSchema } from './schema/marketing.ts';
import type { PeopleSchema } from './schema/people.ts';
import type { RunsSchema } from './schema/runs.ts';
import type { SalesSchema } from './schema/sales.ts';
import type { ServiceSchema } from './schema/service.ts';
import type { StoresSchema } from './schema/stores.ts';
import type { UploadsSchema } from './schema/uploads.ts';

/** Every table of records.db. */
export interface RecordsSchema
	extends
		RunsSchema,
		IncidentsSchema,
		ChangesSchema,
		PeopleSchema,
		SalesSchema,
		ServiceSchema,
		MarketingSchema,
		StoresSchema,
		UploadsSchema {}

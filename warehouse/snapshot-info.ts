import { DEFAULT_BUSINESS_HOURS, writeBusinessHours } from './business-hours.ts';
import type { BusinessHours } from './business-hours.ts';
import type { Connection } from './database.ts';
import type { EventDays } from './event-days.ts';

export interface Company {
	readonly name: string;
	readonly currency: string;
	readonly zone: string;
	readonly weekStart: string;
	/** Monday to Friday from nine to five when left out. */
	readonly businessHours?: BusinessHours;
}

export interface SnapshotInfo {
	readonly snapshotId: string;
	readonly runId: string;
	readonly asOf: string;
	readonly builtAt: string;
	readonly company: Company;
	readonly events: EventDays;
}

/** What transforms read of the settings. */
export const SETTINGS_RELATIONS = [
	'company_settings',
	'company_currency',
	'business_hours',
	'business_holidays',
] as const;

/**
 * Makes what transforms read of the settings: `company_settings`, one row, and the business hours. Its currency stands in
 * `company_currency` as well, for what does not hang on the analysis date, which moves from day to day.
 */
export async function writeCompanySettings(
	connection: Connection,
	settings: Company & { readonly asOf: string },
): Promise<void> {
	await connection.run(
		`create temp table company_settings as
		select $1::varchar as base_currency, $2::varchar as zone, $3::varchar as week_start, $4::date as as_of`,
		[settings.currency, settings.zone, settings.weekStart, settings.asOf],
	);
	await connection.run('create temp table company_currency as select base_currency from company_settings');
	await writeBusinessHours(connection, settings.businessHours ?? DEFAULT_BUSINESS_HOURS);
}

/** Makes `snapshot_info` in the marts: the one row in which a snapshot says what it is. */
export async function writeSnapshotInfo(connection: Connection, info: SnapshotInfo): Promise<void> {
	await connection.run(
		`create table marts.main.snapshot_info as
		select $1::varchar as snapshot_id, $2::varchar as run_id, $3::date as as_of, $4::timestamp as built_at,
			$5::varchar as company_name, $6::varchar as base_currency, $7::varchar as zone, $8::varchar as week_start,
			$9::date as first_event_on, $10::date as last_event_on`,
		[
			info.snapshotId,
			info.runId,
			info.asOf,
			info.builtAt,
			info.company.name,
			info.company.currency,
			info.company.zone,
			info.company.weekStart,
			info.events.first,
			info.events.last,
		],
	);
}

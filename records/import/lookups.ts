import { sql } from 'kysely';
import type { Author } from '../changes/act.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { InputError, issue } from '../input/issues.ts';
import { idByExternalKey } from '../input/references.ts';
import { createCompany } from '../people/companies.ts';
import { listSalesPipelines } from '../sales/sales-pipelines.ts';
import type { Stage } from '../sales/stages.ts';
import { listUsers } from '../users.ts';
import { bareName } from './import-field.ts';
import type { RowValues } from './import-entity.ts';

/** What rows name by name instead of by id: read once for a file. */
export interface Lookups {
	readonly userIds: ReadonlyMap<string, string>;
	readonly stages: readonly (Stage & { readonly pipeline: string })[];
}

/** What other systems call a stage that is won or lost, where no stage has that name. */
const OUTCOME_NAMES: Readonly<Record<string, 'won' | 'lost'>> = {
	won: 'won',
	closedwon: 'won',
	gewonnen: 'won',
	lost: 'lost',
	closedlost: 'lost',
	verloren: 'lost',
};

/** Reads what rows may name. */
export async function readLookups(records: Records): Promise<Lookups> {
	const users = await listUsers(records);
	const pipelines = await listSalesPipelines(records);
	const names = users.flatMap(({ user_id, name, email, external_key }) =>
		[name, email, external_key, user_id].flatMap((known) =>
			known === null ? [] : [[bareName(known), user_id] as const],
		),
	);
	return {
		userIds: new Map(names),
		stages: pipelines.flatMap(({ name, stages }) => stages.map((stage) => ({ ...stage, pipeline: bareName(name) }))),
	};
}

/**
 * The user whom a row names.
 * @throws InputError (`owner`, `not_found`) when nobody is called that
 */
export function ownerOf(values: RowValues, lookups: Lookups): string | undefined {
	if (values.owner === undefined) return undefined;
	const id = lookups.userIds.get(bareName(values.owner));
	if (id === undefined) throw new InputError([issue('owner', 'not_found', { id: values.owner })]);
	return id;
}

/**
 * The stage that a row names, of the sales pipeline it names where it does. `Closed Won` and the like find the first stage
 * of that outcome.
 * @throws InputError (`stage`, `not_found`) when there is none of that name
 */
export function stageOf(values: RowValues, lookups: Lookups): Stage | undefined {
	if (values.stage === undefined) return undefined;
	const name = bareName(values.stage);
	const pipeline = values.pipeline === undefined ? null : bareName(values.pipeline);
	const stages = lookups.stages.filter((stage) => pipeline === null || stage.pipeline === pipeline);
	const found =
		stages.find((stage) => bareName(stage.name) === name || stage.stage_id === values.stage) ??
		stages.find(({ outcome }) => outcome === OUTCOME_NAMES[name]);
	if (found === undefined) throw new InputError([issue('stage', 'not_found', { id: values.stage })]);
	return found;
}

/** Companies of exactly a name, upper and lower case alike. */
export async function companiesByName(records: Records, name: string): Promise<string[]> {
	const { rows } = await sql<{ company_id: string }>`
		select company_id from companies where name = ${name} collate nocase and deleted_at is null
		order by created_at, company_id`.execute(records);
	return rows.map(({ company_id }) => company_id);
}

/**
 * The company that a row names by its key or exactly by its name; one that is not there yet is made.
 * @throws InputError (`company_key`, `not_found`) when it has a key that nobody has, and no name
 */
export async function companyOf(
	transaction: RecordsTransaction,
	author: Author,
	{ company_key, company_name, country }: RowValues,
): Promise<string | undefined> {
	if (company_key !== undefined) {
		const id = await idByExternalKey(transaction, 'companies', company_key);
		if (id !== null) return id;
		if (company_name === undefined) throw new InputError([issue('company_key', 'not_found', { id: company_key })]);
	}
	if (company_name === undefined) return undefined;
	const [known] = await companiesByName(transaction, company_name);
	if (known !== undefined) return known;
	const input = { name: company_name, country, external_key: company_key };
	return (await createCompany(transaction, author, input)).company_id;
}

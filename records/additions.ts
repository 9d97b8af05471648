import type { Selectable } from 'kysely';
import type { Records } from './database.ts';
import type { AdditionsTable, ConfigKind } from './schema/uploads.ts';
import type { UploadError } from './source-look.ts';
import { toUpload } from './uploads.ts';
import type { Upload } from './uploads.ts';
import { newId } from './values/id.ts';

/** What a config of the company's own says of it. */
export interface AddedCompany {
	readonly name: string;
	readonly currency: string;
	readonly zone: string;
}

/** A request to make sources of confirmed uploads, all at once. */
export interface Addition {
	readonly additionId: string;
	/** Whether they take the place of the demo company, whose data are put aside. */
	readonly replacesDemo: boolean;
	readonly company: AddedCompany | null;
	readonly wantedAt: string;
	readonly endedAt: string | null;
	readonly error: UploadError | null;
	readonly runId: string | null;
}

function toAddition(row: Selectable<AdditionsTable>): Addition {
	return {
		additionId: row.addition_id,
		replacesDemo: row.replaces_demo === 1,
		company: row.company === null ? null : (JSON.parse(row.company) as AddedCompany),
		wantedAt: row.wanted_at,
		endedAt: row.ended_at,
		error: row.error === null ? null : (JSON.parse(row.error) as UploadError),
		runId: row.run_id,
	};
}

/**
 * Asks for sources out of all uploads that are confirmed. Null where none is, or where an addition is under way already.
 */
export async function wantAddition(
	records: Records,
	{ company, replacesDemo }: Pick<Addition, 'company' | 'replacesDemo'>,
	now: string,
): Promise<Addition | null> {
	return records.transaction().execute(async (transaction) => {
		const open = await transaction
			.selectFrom('additions')
			.select('addition_id')
			.where('ended_at', 'is', null)
			.executeTakeFirst();
		const confirmed = await transaction
			.selectFrom('uploads')
			.select('upload_id')
			.where('state', '=', 'confirmed')
			.where('addition_id', 'is', null)
			.executeTakeFirst();
		if (open !== undefined || confirmed === undefined) return null;
		const row = await transaction
			.insertInto('additions')
			.values({
				addition_id: newId(),
				replaces_demo: replacesDemo ? 1 : 0,
				company: company === null ? null : JSON.stringify(company),
				wanted_at: now,
				ended_at: null,
				error: null,
				run_id: null,
			})
			.returningAll()
			.executeTakeFirstOrThrow();
		await transaction
			.updateTable('uploads')
			.set({ addition_id: row.addition_id })
			.where('state', '=', 'confirmed')
			.where('addition_id', 'is', null)
			.execute();
		return toAddition(row);
	});
}

/** The addition under way, or null. */
export async function openAddition(records: Records): Promise<Addition | null> {
	const row = await records
		.selectFrom('additions')
		.selectAll()
		.where('ended_at', 'is', null)
		.orderBy('addition_id')
		.executeTakeFirst();
	return row === undefined ? null : toAddition(row);
}

/** The newest addition, whether it has ended or not; null before the first. */
export async function lastAddition(records: Records): Promise<Addition | null> {
	const row = await records
		.selectFrom('additions')
		.selectAll()
		.orderBy('addition_id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row === undefined ? null : toAddition(row);
}

/** The uploads of an addition that are no sources yet, the oldest first. */
export async function uploadsToAdd(records: Records, additionId: string): Promise<Upload[]> {
	const rows = await records
		.selectFrom('uploads')
		.selectAll()
		.where('addition_id', '=', additionId)
		.where('state', '=', 'confirmed')
		.orderBy('upload_id')
		.execute();
	return rows.map(toUpload);
}

/**
 * Ends an addition; uploads of it that are no sources stay confirmed and can be added again. They keep the names that they
 * were given: one of which part was done is then finished and not begun anew.
 */
export async function endAddition(
	records: Records,
	additionId: string,
	end: { readonly endedAt: string; readonly runId: string | null; readonly error: UploadError | null },
): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		await transaction
			.updateTable('additions')
			.set({ ended_at: end.endedAt, run_id: end.runId, error: end.error === null ? null : JSON.stringify(end.error) })
			.where('addition_id', '=', additionId)
			.execute();
		await transaction
			.updateTable('uploads')
			.set({ addition_id: null })
			.where('addition_id', '=', additionId)
			.where('state', '!=', 'added')
			.execute();
	});
}

/** The config that runs go by, as pages know it. */
export interface ConfigInUse {
	readonly kind: ConfigKind;
	readonly file: string;
	readonly company: string;
	readonly currency: string;
	readonly zone: string;
}

/** Notes which config is in use, in the place of the one before. */
export async function saveConfigInUse(records: Records, config: ConfigInUse): Promise<void> {
	await records
		.replaceInto('config_in_use')
		.values({ id: 1, ...config })
		.execute();
}

/** The config in use, null where no supervisor has said. */
export async function configInUse(records: Records): Promise<ConfigInUse | null> {
	const row = await records
		.selectFrom('config_in_use')
		.select(['kind', 'file', 'company', 'currency', 'zone'])
		.executeTakeFirst();
	return row ?? null;
}

import type { Records } from '../database.ts';
import type { SubjectType } from '../schema/changes.ts';
import { sql } from 'kysely';

export interface RowTag {
	readonly tag_id: string;
	readonly name: string;
}

/** The tags of many records of a type, by their ids. */
export async function tagsOfRows(
	records: Records,
	type: SubjectType,
	ids: readonly string[],
): Promise<ReadonlyMap<string, readonly RowTag[]>> {
	const { rows } = await sql<RowTag & { subject_id: string }>`
		select taggings.subject_id, tags.tag_id, tags.name
		from taggings join tags on tags.tag_id = taggings.tag_id
		where taggings.subject_type = ${type} and taggings.deleted_at is null and tags.deleted_at is null
			and taggings.subject_id in (select value from json_each(${JSON.stringify(ids)}))
		order by tags.name`.execute(records);
	return Map.groupBy(rows, ({ subject_id }) => subject_id);
}

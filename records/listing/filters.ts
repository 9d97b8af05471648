import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { SubjectType } from '../schema/changes.ts';

/** Values a filter lets through; none given lets all through, and null is "has none". */
export type Picked = readonly (string | null)[] | undefined;

/** A column being one of the picked values. */
export function pickedSql(column: string, picked: Picked): RawBuilder<unknown>[] {
	if (picked === undefined || picked.length === 0) return [];
	const values = picked.filter((value) => value !== null);
	const isOne = sql`${sql.ref(column)} in (${sql.join(values)})`;
	if (values.length === picked.length) return [isOne];
	return [values.length === 0 ? sql`${sql.ref(column)} is null` : sql`(${isOne} or ${sql.ref(column)} is null)`];
}

/** A day or an instant within bounds, both included; an instant's bounds are instants. */
export function rangeSql(
	column: string,
	{ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): RawBuilder<unknown>[] {
	return [
		...(from === undefined ? [] : [sql`${sql.ref(column)} >= ${from}`]),
		...(to === undefined ? [] : [sql`${sql.ref(column)} <= ${to}`]),
	];
}

/** Records that have a tag. */
export function taggedSql(key: string, type: SubjectType, tagId: string | undefined): RawBuilder<unknown>[] {
	if (tagId === undefined) return [];
	return [
		sql`${sql.ref(key)} in (select subject_id from taggings
			where tag_id = ${tagId} and subject_type = ${type} and deleted_at is null)`,
	];
}

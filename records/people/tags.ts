import * as v from 'valibot';
import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { required } from '../input/fields.ts';
import { InputError, issue, parseInput } from '../input/issues.ts';
import { text } from '../input/readers.ts';
import { requireSubject } from './subjects.ts';
import type { Subject } from './subjects.ts';

export type Tag = RecordRow<'tags'>;

const tagInput = v.strictObject({ name: required(text(60)) });

async function tagByName(records: Records, name: string): Promise<Tag | null> {
	const tag = await records
		.selectFrom('tags')
		.selectAll()
		.where((build) => build.eb(build.fn('lower', ['name']), '=', name.toLowerCase()))
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return tag ?? null;
}

/**
 * Puts a tag on something, making the tag where there is none of that name (upper or lower case alike). One that it has
 * already stays.
 * @throws InputError when the name is empty or too long, or the subject is not there
 */
export async function addTag(
	transaction: RecordsTransaction,
	author: Author,
	subject: Subject,
	typedName: string,
): Promise<Tag> {
	const { name } = parseInput(tagInput, { name: typedName });
	await requireSubject(transaction, subject);
	const tag = (await tagByName(transaction, name)) ?? (await createRecord(transaction, author, 'tags', { name }));
	const existing = await transaction
		.selectFrom('taggings')
		.select('tagging_id')
		.where('tag_id', '=', tag.tag_id)
		.where('subject_type', '=', subject.type)
		.where('subject_id', '=', subject.id)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	if (existing) return tag;
	await createRecord(transaction, author, 'taggings', {
		tag_id: tag.tag_id,
		subject_type: subject.type,
		subject_id: subject.id,
	});
	return tag;
}

async function removeTaggings(
	transaction: RecordsTransaction,
	author: Author,
	which: { readonly tagId?: string; readonly subject?: Subject },
): Promise<void> {
	let query = transaction.selectFrom('taggings').select('tagging_id').where('deleted_at', 'is', null);
	if (which.tagId !== undefined) query = query.where('tag_id', '=', which.tagId);
	if (which.subject !== undefined) {
		query = query.where('subject_type', '=', which.subject.type).where('subject_id', '=', which.subject.id);
	}
	for (const { tagging_id } of await query.execute()) {
		await deleteRecord(transaction, author, 'taggings', { id: tagging_id, version: 'current' });
	}
}

/** Takes a tag off something; nothing happens when it does not have it. */
export async function removeTag(
	transaction: RecordsTransaction,
	author: Author,
	subject: Subject,
	tagId: string,
): Promise<void> {
	await removeTaggings(transaction, author, { tagId, subject });
}

/** Takes all tags off something that is going. */
export async function untagAll(transaction: RecordsTransaction, author: Author, subject: Subject): Promise<void> {
	await removeTaggings(transaction, author, { subject });
}

/**
 * Gives a tag another name.
 * @throws InputError when another tag has it (`taken`), or it is empty or too long
 */
export async function renameTag(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	typedName: string,
): Promise<Tag> {
	const { name } = parseInput(tagInput, { name: typedName });
	const other = await tagByName(transaction, name);
	if (other !== null && other.tag_id !== seen.id) throw new InputError([issue('name', 'taken', { id: other.tag_id })]);
	return updateRecord(transaction, author, 'tags', seen, { name });
}

/** Deletes a tag and takes it off everything. */
export async function deleteTag(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'tags', seen);
	await removeTaggings(transaction, author, { tagId: seen.id });
}

/** All tags by name, with how many records have each. */
export async function listTags(records: Records): Promise<(Tag & { readonly records: number })[]> {
	return records
		.selectFrom('tags')
		.leftJoin('taggings', (join) =>
			join.onRef('taggings.tag_id', '=', 'tags.tag_id').on('taggings.deleted_at', 'is', null),
		)
		.selectAll('tags')
		.select((build) => build.fn.count<number>('taggings.tagging_id').as('records'))
		.where('tags.deleted_at', 'is', null)
		.groupBy('tags.tag_id')
		.orderBy('tags.name')
		.execute();
}

/** The tags of one thing by name. */
export async function tagsOf(records: Records, subject: Subject): Promise<Pick<Tag, 'tag_id' | 'name'>[]> {
	return records
		.selectFrom('taggings')
		.innerJoin('tags', 'tags.tag_id', 'taggings.tag_id')
		.select(['tags.tag_id', 'tags.name'])
		.where('taggings.subject_type', '=', subject.type)
		.where('taggings.subject_id', '=', subject.id)
		.where('taggings.deleted_at', 'is', null)
		.where('tags.deleted_at', 'is', null)
		.orderBy('tags.name')
		.execute();
}

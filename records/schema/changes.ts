import type { Generated } from 'kysely';
import type { Flag, Instant, RecordColumns } from './columns.ts';

export type ChangeAction = 'create' | 'update' | 'delete' | 'restore';

/** What a tag, an activity or an override is about. */
export type SubjectType = 'company' | 'contact' | 'lead' | 'deal' | 'ticket' | 'campaign' | 'customer';

export interface UsersTable extends RecordColumns {
	user_id: string;
	name: string;
	email: string | null;
	team: string | null;
	manager: string | null;
	is_active: Flag;
	external_key: string | null;
}

/** One row per change of one record, in order: `sequence` is the pipeline's cursor. */
export interface ChangesTable {
	sequence: Generated<number>;
	changed_at: Instant;
	user_id: string;
	/** Everything that one act of a person changed; undo takes it back as a whole. */
	batch_id: string;
	table_name: string;
	record_id: string;
	action: ChangeAction;
	/** The record's version after the change. */
	version: number;
	/** JSON of the columns that changed, as they were; null for a create. */
	before: string | null;
	/** JSON of the columns that changed, as they are; the whole record for a create, null for a delete. */
	after: string | null;
}

/** A person's correction of a field that comes from a source; wins over the source in the transforms. */
export interface OverridesTable extends RecordColumns {
	override_id: string;
	entity: 'customer';
	entity_id: string;
	field: string;
	/** What it should be; null empties the field. */
	value: string | null;
	/** What the source said then. */
	source_value: string | null;
	user_id: string;
}

export interface TagsTable extends RecordColumns {
	tag_id: string;
	name: string;
}

export interface TaggingsTable extends RecordColumns {
	tagging_id: string;
	tag_id: string;
	subject_type: SubjectType;
	subject_id: string;
}

export interface ChangesSchema {
	users: UsersTable;
	changes: ChangesTable;
	overrides: OverridesTable;
	tags: TagsTable;
	taggings: TaggingsTable;
}

import * as v from 'valibot';
import type { StagingValue } from '#warehouse/staging.ts';
import { fileSourceSchema } from '../file/schema.ts';
import type { FileSource } from '../file/schema.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { ProposedFormat, Unpreviewed } from './proposal.ts';

/** What a source of any type says of its rows, without what is the default. */
export interface ProposedContract {
	readonly zone?: string;
	readonly format?: ProposedFormat;
	readonly columns: Readonly<Record<string, ColumnType | { readonly type: ColumnType; readonly required: true }>>;
	readonly key?: readonly string[];
	readonly version?: string;
	readonly deleted?: { readonly column: string; readonly values?: readonly string[] };
	readonly entities: Readonly<Record<string, Readonly<Record<string, StagingValue>>>>;
}

/** A source of files as a config says it, without what is the default. */
export interface ProposedSource extends ProposedContract {
	readonly name: string;
	readonly type: 'file';
	readonly path: string;
}

/** What a proposal says of its rows, as a config says it. */
export function proposedContract(proposal: Unpreviewed): ProposedContract {
	const { zone, format, columns, key, version, deleted, entities } = proposal;
	return {
		...(zone === null ? {} : { zone }),
		...(Object.keys(format).length === 0 ? {} : { format }),
		columns: Object.fromEntries(
			columns.map((column) => [
				column.name,
				column.required ? { type: column.type, required: true as const } : column.type,
			]),
		),
		...(key.length === 0 ? {} : { key }),
		...(version === null ? {} : { version }),
		...(deleted === null ? {} : { deleted }),
		entities: Object.fromEntries(
			entities.map((entity) => [
				entity.entity,
				Object.fromEntries(entity.columns.map(({ column, value }) => [column, value])),
			]),
		),
	};
}

/** The proposal as a source of files of a config, read from `path`. */
export function proposedSource(proposal: Unpreviewed, path: string): ProposedSource {
	return { name: proposal.name, type: 'file', path, ...proposedContract(proposal) };
}

/** The same, with every default filled in: what a load takes. */
export function parsedSource(source: ProposedSource): FileSource {
	return v.parse(fileSourceSchema, source);
}

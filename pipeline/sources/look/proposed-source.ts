import * as v from 'valibot';
import type { StagingValue } from '#warehouse/staging.ts';
import { fileSourceSchema } from '../file/schema.ts';
import type { FileSource } from '../file/schema.ts';
import type { ColumnType, Disposition } from '../contract/source-schema.ts';
import type { ColumnProposal, ProposedFormat, Unpreviewed } from './proposal.ts';

/** What a source of any type says of its rows, without what is the default. */
export interface ProposedContract {
	readonly zone?: string;
	readonly format?: ProposedFormat;
	readonly columns: Readonly<Record<string, ProposedColumn>>;
	readonly disposition?: Disposition;
	readonly key?: readonly string[];
	readonly version?: string;
	readonly deleted?: { readonly column: string; readonly values?: readonly string[] };
	/** Columns of the file that are never loaded. */
	readonly drop?: readonly string[];
	readonly entities: Readonly<Record<string, Readonly<Record<string, StagingValue>>>>;
}

/** A column by its type alone where nothing else is to be said of it. */
type ProposedColumn = ColumnType | { readonly type: ColumnType; readonly required?: true; readonly pseudonym?: true };

function proposedColumn({ type, required, protection }: ColumnProposal): ProposedColumn {
	const isPseudonym = protection === 'pseudonym';
	if (!required && !isPseudonym) return type;
	return { type, ...(required ? { required } : {}), ...(isPseudonym ? { pseudonym: true as const } : {}) };
}

/** A source of files as a config says it, without what is the default. */
export interface ProposedSource extends ProposedContract {
	readonly name: string;
	readonly type: 'file';
	readonly path: string;
}

/** What a proposal says of its rows, as a config says it. */
export function proposedContract(proposal: Unpreviewed): ProposedContract {
	const { zone, format, columns, disposition, key, version, deleted, entities } = proposal;
	const loaded = columns.filter(({ protection }) => protection !== 'drop');
	const dropped = columns.filter(({ protection }) => protection === 'drop').map((column) => column.name);
	return {
		...(zone === null ? {} : { zone }),
		...(Object.keys(format).length === 0 ? {} : { format }),
		columns: Object.fromEntries(loaded.map((column) => [column.name, proposedColumn(column)])),
		...(disposition === 'replace' ? {} : { disposition }),
		...(key.length === 0 ? {} : { key }),
		...(version === null ? {} : { version }),
		...(deleted === null ? {} : { deleted }),
		...(dropped.length === 0 ? {} : { drop: dropped }),
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

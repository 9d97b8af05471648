import * as v from 'valibot';
import { mysqlSourceSchema, postgresSourceSchema, sqliteSourceSchema } from './database/schema.ts';
import type { DatabaseSource } from './database/schema.ts';
import { fileSourceSchema } from './file/schema.ts';
import type { FileSource } from './file/schema.ts';
import { restSourceSchema } from './rest/schema.ts';
import type { RestSource } from './rest/schema.ts';
import { urlSourceSchema } from './url/schema.ts';
import type { UrlSource } from './url/schema.ts';

/** A source as a person writes it in kundig.config.ts; its type says which keys it has. */
export const sourceSchema = v.variant('type', [
	fileSourceSchema,
	urlSourceSchema,
	restSourceSchema,
	postgresSourceSchema,
	mysqlSourceSchema,
	sqliteSourceSchema,
]);

export type Source = v.InferOutput<typeof sourceSchema>;

/** Sources of files: a content is loaded once, whatever its name. */
export type ContentSource = FileSource | UrlSource;

/** Sources that give rows page by page, read on from a cursor or as a whole. */
export type RowSource = RestSource | DatabaseSource;

/** Whether a source is one of files. */
export function isFileSource(source: Source): source is ContentSource {
	return source.type === 'file' || source.type === 'url';
}

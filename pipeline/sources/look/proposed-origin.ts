import type { InferInput } from 'valibot';
import type { mysqlSourceSchema, postgresSourceSchema, sqliteSourceSchema } from '../database/schema.ts';
import type { restSourceSchema } from '../rest/schema.ts';
import type { urlSourceSchema } from '../url/schema.ts';

type Rest = InferInput<typeof restSourceSchema>;

/** How an address is asked, as a config says it. */
export type HttpOrigin = Pick<Rest, 'url' | 'headers' | 'basicAuth' | 'query' | 'allow'>;

/** A file behind an address. */
export type UrlOrigin = Pick<InferInput<typeof urlSourceSchema>, 'type'> & HttpOrigin;

/** Rows of an HTTP API. */
export type RestOrigin = HttpOrigin & Pick<Rest, 'type' | 'rows' | 'pages' | 'total' | 'since'>;

type ServerKeys = 'type' | 'url' | 'host' | 'port' | 'database' | 'user' | 'passwordFrom' | 'tls' | 'table';

/** A table on a server of databases. */
export type ServerOrigin =
	Pick<InferInput<typeof postgresSourceSchema>, ServerKeys> | Pick<InferInput<typeof mysqlSourceSchema>, ServerKeys>;

/** A table of a SQLite file; its path is as a person named it. */
export type SqliteOrigin = Pick<InferInput<typeof sqliteSourceSchema>, 'type' | 'path' | 'table'>;

/** Where the rows of a source are that is no file of this machine: the keys that a config says it by. No secret is in it. */
export type ProposedOrigin = UrlOrigin | RestOrigin | ServerOrigin | SqliteOrigin;

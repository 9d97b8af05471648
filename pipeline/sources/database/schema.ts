import * as v from 'valibot';
import { cursorSchema, SOURCE_ENTRIES, valueFormatSchema } from '../contract/source-schema.ts';
import { queryProblem } from './own-query.ts';
import { tableNameParts } from './table-name.ts';

const secretSchema = (what: string): v.GenericSchema<{ readonly env: string }, { readonly env: string }> =>
	v.strictObject(
		{
			env: v.pipe(
				v.string(),
				v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected a variable's name such as CRM_DATABASE_URL"),
			),
		},
		`expected { env: 'NAME' }: ${what} stands in an environment variable, not in the config`,
	);

const nonEmptySchema = v.pipe(v.string(), v.nonEmpty('expected a text that is not empty'));

/** What every database source says: the rows it gives, how they are written, and from where they are read on. */
const DATABASE_ENTRIES = {
	...SOURCE_ENTRIES,
	/** A table or a view, with its schema where it needs one: 'public.orders'. Names are taken as they are written. */
	table: v.optional(
		v.pipe(
			v.string(),
			v.check((name) => tableNameParts(name) !== null, "expected a name such as 'orders' or 'public.orders'"),
		),
	),
	/** Instead of a table: one select of your own. */
	query: v.optional(nonEmptySchema),
	format: v.optional(valueFormatSchema, {}),
	cursor: v.optional(cursorSchema),
} as const;

/** How a server is reached. */
const SERVER_ENTRIES = {
	...DATABASE_ENTRIES,
	/** The whole address with user and password, in an environment variable; or the keys below. */
	url: v.optional(secretSchema('an address with its password')),
	/** A name, an address, or the folder of a socket (for MySQL: the socket). */
	host: v.optional(nonEmptySchema),
	port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
	database: v.optional(nonEmptySchema),
	user: v.optional(nonEmptySchema),
	passwordFrom: v.optional(secretSchema('a password')),
	/** Never taken: it is here for the sentence that says where a password belongs. */
	password: v.optional(
		v.never(
			"a password in the config can be read by whoever reads the config: put it into an environment variable and write passwordFrom: { env: 'NAME' }",
		),
	),
	/**
	 * Whether the connection is encrypted and the server's certificate checked; when left out it is, but on this machine.
	 * `ca`: a file with the certificate that is trusted, relative to the config. `verify: false`: encrypted, unchecked.
	 */
	tls: v.optional(
		v.union(
			[v.boolean(), v.strictObject({ ca: v.optional(nonEmptySchema), verify: v.optional(v.boolean(), true) })],
			"expected true, false or { ca: './server-ca.pem' }",
		),
	),
	/** How long the server may take to answer: to let in, and to give the next rows. */
	timeouts: v.optional(
		v.strictObject({
			connectSeconds: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(3600)), 15),
			statementSeconds: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(86_400)), 600),
		}),
		{},
	),
} as const;

interface Readable {
	readonly table?: string | undefined;
	readonly query?: string | undefined;
}

interface Reachable {
	readonly url?: unknown;
	readonly host?: string | undefined;
	readonly port?: number | undefined;
	readonly database?: string | undefined;
	readonly user?: string | undefined;
	readonly passwordFrom?: unknown;
}

const hasOneRelation = ({ table, query }: Readable): boolean => (table === undefined) !== (query === undefined);
const ONE_RELATION = "expected either table: 'orders' or query: 'select …'";

function hasOneAddress({ url, host, port, database, user, passwordFrom }: Reachable): boolean {
	if (url === undefined) return host !== undefined && database !== undefined && user !== undefined;
	return [host, port, database, user, passwordFrom].every((part) => part === undefined);
}
const ONE_ADDRESS = "expected either url: { env: 'NAME' } or host, database, user and passwordFrom: { env: 'NAME' }";

type QuerySource = Readable & { readonly type: 'postgres' | 'mysql' | 'sqlite' };

const isOneSelect = ({ type, query }: QuerySource): boolean =>
	query === undefined || queryProblem(query, type) === null;
const selectProblem = ({ type, query }: QuerySource): string =>
	`query: ${queryProblem(query ?? '', type) ?? 'wrong'} (expected one select)`;

/** A table or a query of PostgreSQL, as a person writes it in kundig.config.ts. */
export const postgresSourceSchema = v.pipe(
	v.strictObject({ ...SERVER_ENTRIES, type: v.literal('postgres') }),
	v.check((source) => hasOneRelation(source), ONE_RELATION),
	v.check((source) => hasOneAddress(source), ONE_ADDRESS),
	v.check(
		(source) => isOneSelect(source),
		({ input }) => selectProblem(input),
	),
);

/** A table or a query of MySQL or MariaDB. */
export const mysqlSourceSchema = v.pipe(
	v.strictObject({ ...SERVER_ENTRIES, type: v.literal('mysql') }),
	v.check((source) => hasOneRelation(source), ONE_RELATION),
	v.check((source) => hasOneAddress(source), ONE_ADDRESS),
	v.check(
		(source) => isOneSelect(source),
		({ input }) => selectProblem(input),
	),
);

/** A table or a query of an SQLite file. */
export const sqliteSourceSchema = v.pipe(
	v.strictObject({
		...DATABASE_ENTRIES,
		type: v.literal('sqlite'),
		/** The file, relative to the config; it is never written to. */
		path: nonEmptySchema,
	}),
	v.check((source) => hasOneRelation(source), ONE_RELATION),
	v.check(
		(source) => isOneSelect(source),
		({ input }) => selectProblem(input),
	),
);

export type PostgresSource = v.InferOutput<typeof postgresSourceSchema>;
export type MysqlSource = v.InferOutput<typeof mysqlSourceSchema>;
export type SqliteSource = v.InferOutput<typeof sqliteSourceSchema>;
/** Sources on a server. */
export type ServerSource = PostgresSource | MysqlSource;
/** Sources whose rows a database selects. */
export type DatabaseSource = ServerSource | SqliteSource;

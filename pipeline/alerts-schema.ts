import * as v from 'valibot';
import { requireAddress } from '#actions/post-outside.ts';

const variableSchema = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable, never the secret itself'),
);

const addressSchema = v.pipe(
	v.string(),
	v.regex(/^[^\s@<>]+@[^\s@<>]+$|^[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>$/, 'expected an e-mail address'),
);

const emailSchema = v.pipe(
	v.strictObject({
		host: v.pipe(v.string(), v.nonEmpty('expected the name of an e-mail server')),
		port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)), 587),
		/** true where the connection begins encrypted, as on port 465. */
		secure: v.optional(v.boolean(), false),
		user: v.optional(v.string()),
		passwordFrom: v.optional(variableSchema),
		from: addressSchema,
		to: v.pipe(v.array(addressSchema), v.nonEmpty('name at least one address')),
	}),
	v.check(
		({ user, passwordFrom }) => (user === undefined) === (passwordFrom === undefined),
		'user and passwordFrom belong together (passwordFrom names the environment variable with the password)',
	),
);

function addressProblem({ url, allowPrivate }: { readonly url: string; readonly allowPrivate: boolean }) {
	try {
		requireAddress(url, allowPrivate);
		return null;
	} catch (cause) {
		return cause instanceof Error ? cause.message : String(cause);
	}
}

const webhookSchema = v.pipe(
	v.strictObject({
		url: v.string(),
		secretFrom: variableSchema,
		/** Whether an address of a private network, and any port, is meant. */
		allowPrivate: v.optional(v.boolean(), false),
	}),
	v.check(
		(webhook) => addressProblem(webhook) === null,
		(issue) => addressProblem(issue.input) ?? '',
	),
);

/** Whom to tell of a failure that lasts. */
export const alertsSchema = v.strictObject({
	email: v.optional(emailSchema),
	webhook: v.optional(webhookSchema),
	/** So many scheduled runs in a row must have failed for good. */
	after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
	/** Where people reach the dashboard, for the links in messages; this machine's own address unless given. */
	link: v.optional(
		v.pipe(v.string(), v.regex(/^https?:\/\/\S+[^/\s]$/, 'expected https://… without a slash at its end')),
	),
});

/** An e-mail server that takes messages, and who is written to. */
export interface EmailSettings {
	readonly host: string;
	readonly port: number;
	/** Whether the connection begins encrypted (port 465); otherwise it becomes so where the server can (STARTTLS). */
	readonly secure: boolean;
	readonly user?: string | undefined;
	/** The environment variable that holds the password. */
	readonly passwordFrom?: string | undefined;
	readonly from: string;
	readonly to: readonly string[];
}

/** An address that is posted to. */
export interface WebhookSettings {
	readonly url: string;
	/** The environment variable that holds the secret of the signature. */
	readonly secretFrom: string;
	/** Whether it may be an address of a private network. */
	readonly allowPrivate: boolean;
}

/** Whom to tell of a failure that lasts. */
export interface AlertSettings {
	readonly email?: EmailSettings | undefined;
	readonly webhook?: WebhookSettings | undefined;
}

/** A secret of the environment by its name. @throws Error when there is none */
export function secretOf(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
	const secret = env[name];
	if (secret === undefined || secret === '') {
		throw new Error(`the environment variable ${name} is not set (expected the secret that the config names)`);
	}
	return secret;
}

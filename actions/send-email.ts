import type { SMTPTransportOptions } from 'nodemailer';
import { secretOf } from './alert-settings.ts';
import type { EmailSettings } from './alert-settings.ts';
import type { ComposedAlert } from './compose-alert.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const CONNECT_MS = 10_000;
const ANSWER_MS = 20_000;

/**
 * Hands an alert to the e-mail server. Gives null, or what was wrong where only some of the recipients were taken.
 * @throws Error when the password is missing, the server cannot be reached, or it refuses the message
 */
export async function sendEmail(settings: EmailSettings, alert: ComposedAlert): Promise<string | null> {
	const { host, port, secure, user, passwordFrom, from, to } = settings;
	const auth = user === undefined || passwordFrom === undefined ? undefined : { user, pass: secretOf(passwordFrom) };
	const server: SMTPTransportOptions = {
		host,
		port,
		secure,
		// A password does not travel in the clear, except within this machine.
		requireTLS: !secure && auth !== undefined && !LOOPBACK.has(host),
		...(auth === undefined ? {} : { auth }),
		connectionTimeout: CONNECT_MS,
		greetingTimeout: CONNECT_MS,
		socketTimeout: ANSWER_MS,
		disableFileAccess: true,
		disableUrlAccess: true,
	};
	// Loaded where there is something to send: every start would wait for its modules.
	const { createTransport } = await import('nodemailer');
	const transport = createTransport(server);
	try {
		const sent = await transport.sendMail({
			from,
			to: [...to],
			subject: alert.subject,
			text: alert.text,
			messageId: `<${alert.id}@kundig.invalid>`,
			headers: { 'Auto-Submitted': 'auto-generated' },
		});
		const refused = sent.rejected.length;
		return refused === 0 ? null : `${refused} of ${to.length} recipients were refused by ${host}`;
	} finally {
		transport.close();
	}
}

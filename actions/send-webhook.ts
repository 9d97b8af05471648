import { createHmac } from 'node:crypto';
import type { ComposedAlert } from './compose-alert.ts';
import { secretOf } from './alert-settings.ts';
import type { WebhookSettings } from './alert-settings.ts';
import { postOutside } from './post-outside.ts';
import type { PostOptions } from './post-outside.ts';

/**
 * The signature of a posted message: HMAC-SHA256 over the timestamp, a full stop and the body, in hex.
 * @param timestamp seconds since 1970, as they stand in the header
 */
function signWebhook(secret: string, timestamp: string, body: string): string {
	return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/**
 * Posts an alert as JSON, signed. The id in header and body is the same at each attempt.
 * @throws Error when the secret is missing, the address is refused, nobody answers, or the answer is not of 200 to 299
 */
export async function sendWebhook(
	settings: WebhookSettings,
	alert: ComposedAlert,
	options: PostOptions & { readonly now?: number } = {},
): Promise<void> {
	const secret = secretOf(settings.secretFrom);
	const body = JSON.stringify(alert.payload);
	const timestamp = String(Math.floor((options.now ?? Date.now()) / 1000));
	const status = await postOutside(
		{
			url: settings.url,
			allowPrivate: settings.allowPrivate,
			headers: {
				'content-type': 'application/json',
				'user-agent': 'Kundig',
				'kundig-id': alert.id,
				'kundig-timestamp': timestamp,
				'kundig-signature': `v1=${signWebhook(secret, timestamp, body)}`,
			},
			body,
		},
		options,
	);
	if (status < 200 || status > 299) {
		throw new Error(
			`${new URL(settings.url).host} answered ${status} (expected 200 to 299; redirects are not followed)`,
		);
	}
}

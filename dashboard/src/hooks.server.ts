import { randomUUID } from 'node:crypto';
import { sequence } from '@sveltejs/kit/hooks';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { chooseAsOf } from '#lib/server/as-of.ts';
import { log } from '#lib/server/log.ts';
import { requestSnapshot } from '#lib/server/warehouse.ts';
import { isAllowedOrigin } from '#lib/server/write-origin.ts';
import { parseTheme, themeCookie } from '#lib/theme.ts';

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Refuses writes from elsewhere, and says how a browser has to treat what we send. */
const guard: Handle = async ({ event, resolve }) => {
	if (!isAllowedOrigin(event.request, event.url)) {
		return new Response('a write has to come from this site itself', { status: 403 });
	}
	const response = await resolve(event);
	for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
	// Pages hold people's data and follow the newest snapshot: nothing of them is kept between.
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
	return response;
};

/** One request reads one snapshot: it is chosen here, once; the one in use, unless the reader looks at an earlier one. */
const snapshot: Handle = async ({ event, resolve }) => {
	event.locals.asOf = await chooseAsOf(event.url, event.cookies);
	event.locals.snapshot = await requestSnapshot(event.locals.asOf.viewedId);
	return resolve(event);
};

/** Puts language and theme into the page before it leaves, so that neither flashes. */
const words: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%paraglide.lang%', locale).replace('%kundig.theme%', parseTheme(event.cookies.get(themeCookie))),
		}),
	);

export const handle = sequence(guard, snapshot, words);

/** Only what nobody expected reaches the log and gets an id; the reader learns the id and nothing internal. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind !== 'unknown') return { message: kind === 'framework' ? 'not found' : 'not possible' };
	const id = randomUUID().slice(0, 8);
	const reason = error instanceof Error ? { name: error.name, stack: error.stack } : { name: 'unknown' };
	log().error({ id, route: event.route.id, ...reason }, 'unexpected error');
	return { message: 'something went wrong here', id };
};

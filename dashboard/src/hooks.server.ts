import type { Handle } from '@sveltejs/kit/hooks';
import { parseTheme, themeCookie } from '#lib/theme.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';

/** Puts language and theme into the page before it leaves, so that neither flashes. */
export const handle: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%paraglide.lang%', locale).replace('%kundig.theme%', parseTheme(event.cookies.get(themeCookie))),
		}),
	);

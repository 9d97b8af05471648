import { redirect } from '@sveltejs/kit';
import { cookieMaxAge, cookieName, isLocale } from '#lib/paraglide/runtime.js';
import { parseTheme, themeCookie } from '#lib/theme.ts';
import type { RequestHandler } from './$types';

const year = 365 * 24 * 60 * 60;

/** Keeps the reader's language or theme in a cookie and goes back to the page they came from. */
export const POST: RequestHandler = async ({ cookies, request, url }) => {
	const form = await request.formData();
	const options = { path: '/', sameSite: 'lax', httpOnly: false, secure: url.protocol === 'https:' } as const;
	const locale = form.get('locale');
	if (isLocale(locale)) cookies.set(cookieName, locale, { ...options, maxAge: cookieMaxAge });
	if (form.has('theme')) cookies.set(themeCookie, parseTheme(form.get('theme')), { ...options, maxAge: year });
	redirect(303, localPath(form.get('back')));
};

// Only a path of ours: a full address, or `//host`, would make this a way to send people elsewhere.
function localPath(back: FormDataEntryValue | null): string {
	return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}

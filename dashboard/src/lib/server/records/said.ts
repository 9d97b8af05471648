import type { Cookies } from '@sveltejs/kit';

const COOKIE = 'kundig.said';

/** Words for after a redirect, and the act that they are about. */
export interface Said {
	/** Of `saidTexts`. */
	readonly key: string;
	readonly batchId: string;
}

/** Leaves words for the page that comes next: what was done, with the way back. */
export function leaveWords(cookies: Cookies, said: Said): void {
	cookies.set(COOKIE, JSON.stringify(said), {
		path: '/',
		httpOnly: true,
		sameSite: 'strict',
		maxAge: 30,
		secure: false,
	});
}

/** Takes the words that the page before left; null when there are none. */
export function takeWords(cookies: Cookies): Said | null {
	const left = cookies.get(COOKIE);
	if (left === undefined) return null;
	cookies.delete(COOKIE, { path: '/', secure: false });
	try {
		const { key, batchId } = JSON.parse(left) as Partial<Said>;
		return typeof key === 'string' && typeof batchId === 'string' ? { key, batchId } : null;
	} catch {
		return null;
	}
}

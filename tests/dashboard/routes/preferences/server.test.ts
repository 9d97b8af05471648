import { isRedirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { POST } from '../../../../dashboard/src/routes/preferences/+server.ts';

/** Sends the form as a browser would; gives the cookies set and where the reader is sent. */
async function send(fields: Record<string, string>): Promise<{ cookies: Record<string, string>; location: string }> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	const url = new URL('http://localhost:4600/preferences');
	const cookies: Record<string, string> = {};
	const event = {
		url,
		request: new Request(url, { method: 'post', body }),
		cookies: { set: (name: string, value: string) => (cookies[name] = value) },
	};
	try {
		await POST(event as unknown as Parameters<typeof POST>[0]);
	} catch (thrown) {
		if (isRedirect(thrown)) return { cookies, location: thrown.location };
		throw thrown;
	}
	throw new Error('the reader was sent nowhere');
}

test('keeps the theme and goes back where the reader was', async () => {
	expect(await send({ theme: 'dark', back: '/customers?q=ada' })).toEqual({
		cookies: { kundig_theme: 'dark' },
		location: '/customers?q=ada',
	});
});

test('keeps the language', async () => {
	expect((await send({ locale: 'de', back: '/' })).cookies).toEqual({ PARAGLIDE_LOCALE: 'de' });
});

test('a language nobody speaks here is not kept, an unknown theme is the system’s', async () => {
	expect((await send({ locale: 'xx' })).cookies).toEqual({});
	expect((await send({ theme: 'neon' })).cookies).toEqual({ kundig_theme: 'system' });
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
	'never sends the reader elsewhere: %j',
	async (back) => expect((await send({ theme: 'dark', back })).location).toBe('/'),
);

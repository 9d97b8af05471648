import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../dashboard/messages/', import.meta.url);
const files = readdirSync(new URL('en/', folder));

function messages(locale: string, file: string): Record<string, unknown> {
	const text = readFileSync(new URL(`${locale}/${file}`, folder), 'utf8');
	const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
	return Object.fromEntries(entries.filter(([key]) => key !== '$schema'));
}

const inputs = (message: unknown): string[] =>
	[...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test.each(files)('%s says the same things in both languages, with the same values', (file) => {
	const [english, german] = [messages('en', file), messages('de', file)];
	expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
	for (const [key, message] of Object.entries(english)) {
		expect(new Set(inputs(german[key])), key).toEqual(new Set(inputs(message)));
	}
});

test.each(files)('keys of %s begin with its name', (file) => {
	const prefix = file.replace('.json', '_');
	const allowed = file === 'shell.json' ? /^(shell|ui)_/ : new RegExp(`^${prefix}`);
	expect(Object.keys(messages('en', file)).filter((key) => !allowed.test(key))).toEqual([]);
});

test.each(files.flatMap((file) => ['en', 'de'].map((locale) => [locale, file] as const)))(
	'%s/%s is set with typographic marks, calmly, and without the at sign the compiler trips over',
	(locale, file) => {
		for (const [key, message] of Object.entries(messages(locale, file))) {
			const texts = typeof message === 'string' ? [message] : Object.values((message as [{ match: object }])[0].match);
			for (const text of texts) {
				expect(text, key).not.toMatch(/['"!@]|\.\.\./);
				expect(text, key).not.toMatch(/ - /);
				if (locale === 'de') expect(text, key).not.toMatch(/\bSie\b|\bIhre?[nmrs]?\b/);
			}
		}
	},
);

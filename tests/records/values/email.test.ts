import { expect, it } from 'vitest';
import { isEmail, normaliseEmail } from '#records/values/email.ts';

it.each(['ada@example.com', "o'brien+news@mail.example.co.uk", 'müller@bücher.de', 'a_b.c-d@x-y.org'])(
	'takes %s for an address',
	(text) => expect(isEmail(text)).toBe(true),
);

it.each([
	'',
	'ada',
	'ada@',
	'@example.com',
	'ada@example',
	'a b@example.com',
	'ada@example..com',
	'ada@example.com, bob@example.com',
	'ada@example.com\nBcc: x@y.z',
	'Ada <ada@example.com>',
	`${'x'.repeat(250)}@example.com`,
])('takes %j for none', (text) => expect(isEmail(text)).toBe(false));

it('compares without regard to case and the space around', () => {
	expect(normaliseEmail('  Ada.Lovelace@Example.COM ')).toBe('ada.lovelace@example.com');
});

import { expect, it } from 'vitest';
import { companyDomainOf, hostOf } from '#records/values/domain.ts';

it.each([
	['https://www.Example.com/about?x=1', 'example.com'],
	['example.com', 'example.com'],
	['HTTP://shop.example.co.uk:8080', 'shop.example.co.uk'],
	['bücher.de', 'bücher.de'],
	['example', null],
	['not a host.com', null],
	['', null],
])('finds the host of %j: %s', (text, host) => expect(hostOf(text)).toBe(host));

it.each([
	['ada@acme.com', 'acme.com'],
	['ada@gmail.com', null],
	['ada@GMX.de', null],
	['ada', null],
	[null, null],
])('takes a company’s domain from %j: %s', (email, domain) => expect(companyDomainOf(email)).toBe(domain));

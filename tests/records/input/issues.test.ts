import { expect, it } from 'vitest';
import { InputError, parseInput } from '#records/input/issues.ts';
import { companyInput } from '#records/people/company-input.ts';
import { contactInput } from '#records/people/contact-input.ts';
import { dealInput } from '#records/sales/deal-input.ts';

function issuesOf(parse: () => unknown): unknown {
	try {
		parse();
	} catch (error) {
		if (error instanceof InputError) return error.issues;
		throw error;
	}
	return [];
}

it('gives what a form sends as it is stored', () => {
	const sent = {
		name: '  Acme  ',
		domain: 'https://www.acme.com/',
		email: '',
		employee_count: '12',
		annual_revenue: '1200000',
		currency: 'eur',
		country: 'Deutschland',
		owner_id: '',
	};
	expect(parseInput(companyInput, sent)).toEqual({
		name: 'Acme',
		domain: 'acme.com',
		email: null,
		employee_count: 12,
		annual_revenue: '1200000.00',
		currency: 'EUR',
		country: 'Germany',
		owner_id: null,
	});
});

it('says everything that is wrong at once, by field, code and limit', () => {
	const sent = {
		name: ' ',
		company_type: 'friend',
		domain: 'gmail.com',
		email: 'nobody',
		phone: 'call me',
		employee_count: '-1',
		annual_revenue: '1.000,50',
		currency: 'EURO',
		street: 'x'.repeat(201),
	};
	expect(issuesOf(() => parseInput(companyInput, sent))).toEqual([
		{ field: 'name', code: 'required', params: {} },
		{
			field: 'company_type',
			code: 'unknown_value',
			params: { limit: 'customer, prospect, supplier, partner, other' },
		},
		{ field: 'domain', code: 'free_mail_domain', params: {} },
		{ field: 'email', code: 'invalid_email', params: {} },
		{ field: 'phone', code: 'invalid_phone', params: {} },
		{ field: 'employee_count', code: 'too_small', params: { limit: '0' } },
		{ field: 'annual_revenue', code: 'invalid_number', params: {} },
		{ field: 'currency', code: 'unknown_currency', params: {} },
		{ field: 'street', code: 'too_long', params: { limit: '200' } },
	]);
});

it('names the place in a list', () => {
	const sent = { emails: [{ value: 'ada@example.com' }, { value: 'x' }], companies: [{ company_id: '' }] };
	expect(issuesOf(() => parseInput(contactInput, sent))).toEqual([
		{ field: 'emails.1.value', code: 'invalid_email', params: {} },
		{ field: 'companies.0.company_id', code: 'required', params: {} },
	]);
});

it('takes no field that is none of the record', () => {
	expect(issuesOf(() => parseInput(companyInput, { name: 'Acme', version: 7 }))).toEqual([
		{ field: 'version', code: 'unknown_field', params: {} },
	]);
	expect(issuesOf(() => parseInput(companyInput, { name: { toString: () => 'x' } }))).toEqual([
		{ field: 'name', code: 'invalid', params: {} },
	]);
});

it('holds numbers of deals within bounds', () => {
	const line = { description: 'Box', quantity: '1', unit_price: '2' };
	const sent = {
		amount: '-5',
		expected_close_on: '2026-02-30',
		forecast_category: '',
		lines: [
			{ ...line, discount: '1.5' },
			{ ...line, quantity: '' },
			{ description: 'no price', quantity: '1' },
		],
	};
	expect(issuesOf(() => parseInput(dealInput, sent))).toEqual([
		{ field: 'amount', code: 'too_small', params: { limit: '0' } },
		{ field: 'expected_close_on', code: 'invalid_day', params: {} },
		{ field: 'lines.0.discount', code: 'too_large', params: { limit: '1' } },
		{ field: 'lines.1.quantity', code: 'required', params: {} },
		{ field: 'lines.2.unit_price', code: 'required', params: {} },
	]);
});

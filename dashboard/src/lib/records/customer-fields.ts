import { m } from '#lib/paraglide/messages.js';
import type { FieldSpec } from './field.ts';

/** The fields of a customer that can be corrected, though a source says what they are. */
export function customerFields(): FieldSpec[] {
	return [
		{ name: 'name', label: m.people_name(), kind: 'text', isRequired: true, isWide: true },
		{
			name: 'customer_kind',
			label: m.customers_kind(),
			kind: 'select',
			options: [
				{ value: 'consumer', label: m.ui_kind_consumer() },
				{ value: 'company', label: m.ui_kind_company() },
			],
		},
		{ name: 'email', label: m.people_email(), kind: 'email' },
		{ name: 'phone', label: m.people_phone(), kind: 'phone' },
		{ name: 'street', label: m.people_street(), kind: 'text' },
		{ name: 'postal_code', label: m.people_postal_code(), kind: 'text' },
		{ name: 'city', label: m.people_city(), kind: 'text' },
		{ name: 'country', label: m.people_country(), kind: 'text' },
	];
}

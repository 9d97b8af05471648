import { expect, test } from 'vitest';
import { ENTITIES, entityByName } from '#warehouse/entities/entities.ts';
import { templateCsv } from '#warehouse/entities/template.ts';

test('a template has the columns of its entity in their order, and a line as an example', () => {
	const customers = entityByName('customers');
	expect(customers === null ? '' : templateCsv(customers)).toBe(
		'customer_id,customer_kind,name,email,phone,street,postal_code,city,country,created_at\n' +
			'C1,company,Example,ada@example.com,+49 30 1234567,Main Street 1,01067,Dresden,Germany,2026-01-31 09:30:00\n',
	);
});

test('every entity has one, with what it cannot do without filled in', () => {
	for (const entity of ENTITIES) {
		const [header = '', example = ''] = templateCsv(entity).split('\n');
		const values = new Map(header.split(',').map((name, index) => [name, example.split(',')[index] ?? '']));
		const empty = Object.entries(entity.columns).filter(
			([name, { required }]) => required === true && values.get(name) === '',
		);
		expect([entity.name, empty.map(([name]) => name)]).toEqual([entity.name, []]);
		expect([...values.keys()]).toEqual(Object.keys(entity.columns));
	}
});

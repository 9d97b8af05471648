import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { fileSourceSchema } from '#pipeline/sources/file/schema.ts';
import { choicesOfSource, mergeChoices } from '#pipeline/uploads/choices-of-source.ts';

function source(more: Partial<v.InferInput<typeof fileSourceSchema>>) {
	return v.parse(fileSourceSchema, {
		name: 'kunden',
		type: 'file',
		path: 'kunden.csv',
		columns: { nr: 'text' },
		entities: {},
		...more,
	});
}

describe('what a config says of a source', () => {
	test('is said of its file: name, key, types, what fills what, and what is kept out', () => {
		const told = choicesOfSource(
			source({
				columns: {
					nr: { type: 'text', required: true },
					mail: { type: 'text', pseudonym: true },
					von: 'date',
					umsatz: 'decimal',
					wann: 'text',
				},
				key: ['nr', 'von'],
				disposition: 'merge',
				drop: ['telefon'],
				entities: {
					customers: {
						customer_id: 'nr',
						email: 'mail',
						created_at: { sql: 'strptime("wann", \'%d.%m.%Y\')' },
						country: { value: 'DE' },
					},
				},
			}),
		);
		expect(told).toEqual({
			name: 'kunden',
			key: 'nr,von',
			disposition: 'merge',
			entity: 'customers',
			types: { nr: 'text', von: 'date', umsatz: 'decimal', wann: 'text' },
			protection: { mail: 'pseudonym', telefon: 'drop' },
			fills: { customers: { nr: 'customer_id', mail: 'email', von: '', umsatz: '' } },
			fixed: { customers: { country: 'DE' } },
		});
	});

	test('is said, too, where it has no key and no meaning', () => {
		expect(choicesOfSource(source({}))).toMatchObject({ key: 'none', entity: 'none', disposition: 'replace' });
	});

	test('leaves the mapping of an export that is known to those who know it', () => {
		const columns = { Id: 'text', Name: 'text', BillingCity: 'text', OwnerId: 'text', IsDeleted: 'text' } as const;
		const known = source({ columns: { ...columns, LastModifiedDate: 'text', CreatedDate: 'text', Industry: 'text' } });
		expect(choicesOfSource(known)).not.toHaveProperty('entity');
	});
});

test('what was ever to be kept out stays out; otherwise the config says how it is now', () => {
	const before = { dates: 'day-first', types: { a: 'text' }, protection: { a: 'drop', b: 'pseudonym' } } as const;
	const now = { key: 'id', types: { a: 'date' }, protection: { b: 'drop' } } as const;
	expect(mergeChoices(before, now)).toEqual({
		dates: 'day-first',
		key: 'id',
		types: { a: 'date' },
		protection: { a: 'drop', b: 'drop' },
		fills: {},
		fixed: {},
	});
});

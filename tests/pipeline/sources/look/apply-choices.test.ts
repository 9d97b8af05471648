import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { UploadChoices } from '#records/source-look.ts';
import { lookAtFile } from '#pipeline/sources/look/look-at-file.ts';
import { missingColumns } from '#pipeline/sources/look/apply-choices.ts';
import { parsedSource, proposedSource } from '#pipeline/sources/look/proposed-source.ts';
import type { SourceProposal } from '#pipeline/sources/look/proposal.ts';
import { lookFolder, mappingOf, typesOf } from './look-folder.ts';

const SALES =
	'order_id,order_date,customer_id,email,sku,quantity,unit_price,note\n' +
	'A,2025-02-13,C1,ada@example.com,T1,2,19.90,1.5\nB,2025-03-01,C2,bob@example.com,T2,1,9.90,oops\n';

function choose(choices: UploadChoices, content = SALES): Promise<SourceProposal> {
	const path = join(lookFolder(), 'sales.csv');
	writeFileSync(path, content);
	return lookAtFile(path, { choices, shown: 5, answers: { entity: choices.entity } });
}

describe('what somebody wants otherwise', () => {
	test('nothing at all leaves the proposal as it is', async () => {
		const path = join(lookFolder(), 'sales.csv');
		writeFileSync(path, SALES);
		expect(await choose({})).toEqual({ ...(await lookAtFile(path)), reference: expect.any(String) as string });
	});

	test('a column fills something else, and no longer what it filled', async () => {
		const proposal = await choose({ fills: { order_lines: { sku: 'line_kind' } } });
		expect(mappingOf(proposal, 'order_lines')).toMatchObject({ line_kind: 'sku' });
		expect(mappingOf(proposal, 'order_lines')).not.toHaveProperty('product_id');
	});

	test('a column that fills nothing any more leaves its entity', async () => {
		const proposal = await choose({ fills: { order_lines: { unit_price: '' } } });
		expect(mappingOf(proposal, 'order_lines')).not.toHaveProperty('unit_price');
		expect(proposal.entities.flatMap(missingColumns)).toContain('unit_price');
		// What is incomplete comes out of no row; the others still do.
		expect(proposal.preview.map(({ entity }) => entity)).not.toContain('order_lines');
	});

	test('a text that comes to fill a number is held against numbers: what is none is set aside', async () => {
		const proposal = await choose({ fills: { order_lines: { note: 'unit_price', unit_price: '' } } });
		expect(typesOf(proposal).note).not.toBe('text');
		expect(proposal.aside).toEqual([{ reason: 'type_mismatch', column: 'note', rows: 1 }]);
	});

	test('one value stands in every row', async () => {
		const proposal = await choose({ fixed: { order_lines: { currency: 'CHF' } } });
		const lines = proposal.preview.find(({ entity }) => entity === 'order_lines');
		const place = lines?.columns.indexOf('currency') ?? -1;
		expect(lines?.rows.map((row) => row[place])).toEqual(['CHF', 'CHF']);
	});

	test('a pseudonym comes out as a hash, a dropped column not at all', async () => {
		const proposal = await choose({
			entity: 'customers',
			protection: { email: 'pseudonym', note: 'drop', order_id: 'drop' },
		});
		const source = proposedSource(proposal, 'sales.csv');
		expect(source.drop).toEqual(['order_id', 'note']);
		expect(source.columns).not.toHaveProperty('note');
		expect(source.columns.email).toEqual({ type: 'text', pseudonym: true });
		const [customers] = proposal.preview;
		const place = customers?.columns.indexOf('email') ?? -1;
		for (const row of customers?.rows ?? []) expect(row[place]).toMatch(/^[0-9a-f]{32}$/);
		expect(JSON.stringify(proposal.preview)).not.toContain('ada@example.com');
	});

	test('a key that is not loaded is none, so that newer rows come on top', async () => {
		const rows = 'customer_id,name\nC1,Ada\nC2,Bob\n';
		expect(await choose({ disposition: 'merge' }, rows)).toMatchObject({ key: ['customer_id'], disposition: 'merge' });
		const without = await choose({ disposition: 'merge', protection: { customer_id: 'drop' } }, rows);
		expect(without).toMatchObject({ key: [], disposition: 'append' });
		expect(parsedSource(proposedSource(without, 'x.csv')).disposition).toBe('append');
	});

	test('an entity that lacks a column is proposed for somebody to fill it', async () => {
		const rows = 'who,what\nAda,1\nBob,2\n';
		const proposal = await choose({ entity: 'orders' }, rows);
		expect(proposal.entities.map(({ entity }) => entity)).toEqual(['orders']);
		expect(proposal.entities.flatMap(missingColumns).length).toBeGreaterThan(0);
		const filled = await choose({ entity: 'customers', fills: { customers: { who: 'customer_id' } } }, rows);
		expect(filled.entities.flatMap(missingColumns)).toEqual([]);
		expect(filled.preview[0]?.rows.map(([id]) => id)).toEqual(['Ada', 'Bob']);
	});
});

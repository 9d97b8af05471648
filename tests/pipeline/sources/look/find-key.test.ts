import { expect, test } from 'vitest';
import { lookAt } from './look-folder.ts';

async function keyOf(text: string): Promise<readonly string[]> {
	return (await lookAt(text)).key;
}

test('a column named like an id that is there and different in every row is the key', async () => {
	expect(await keyOf('name,id\na,1\nb,2\n')).toEqual(['id']);
	expect(await keyOf('Kundennummer;Ort\nK1;Ulm\nK2;Ulm\n')).toEqual(['Kundennummer']);
});

test('an id that is empty once, or occurs twice, is none, and the reason is told', async () => {
	expect(await lookAt('order_id,n\n1,2\n,3\n')).toMatchObject({ key: [], keyEvidence: 'order_id is empty in 1 rows' });
	expect(await lookAt('order_id,n\n1,2\n1,3\n')).toMatchObject({
		key: [],
		keyEvidence: 'order_id occurs again: 2 rows have 1 values of it',
	});
});

test('two ids together are the key where neither is it alone', async () => {
	expect(await keyOf('order_id,product_id,n\n1,A,5\n1,B,5\n2,A,5\n')).toEqual(['order_id', 'product_id']);
});

test('the line of an order goes before its product, which may come twice tomorrow', async () => {
	expect(await keyOf('order_id,product_id,line,n\n1,A,1,5\n1,B,2,5\n2,A,1,5\n')).toEqual(['order_id', 'line']);
});

test('an amount that happens to be different in every row is no key', async () => {
	expect(await keyOf('city,amount\nUlm,1\nUlm,2\n')).toEqual([]);
});

test('what a person says is the key, and a column that is not there is told', async () => {
	const text = 'order_id,product_id\n1,A\n2,B\n';
	expect(await lookAt(text, 'x.csv', { answers: { key: 'none' } })).toMatchObject({ key: [] });
	expect(await lookAt(text, 'x.csv', { answers: { key: 'order_id, product_id' } })).toMatchObject({
		key: ['order_id', 'product_id'],
	});
	const wrong = await lookAt(text, 'x.csv', { answers: { key: 'nummer' } });
	expect(wrong.problems).toContain('key: the source has no column "nummer"');
});

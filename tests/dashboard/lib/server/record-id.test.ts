import { expect, test } from 'vitest';
import { isRecordId, recordIdOf } from '#lib/server/record-id.ts';

function form(fields: Record<string, string>): Request {
	return new Request('http://localhost:4600/data', { method: 'post', body: new URLSearchParams(fields) });
}

test('an id is letters and digits, and no path', () => {
	expect(isRecordId('01M86GWVKAZZQ8F3G6VC1MZSCB')).toBe(true);
	for (const text of ['', '../records.db', 'a b', 'x'.repeat(41)]) expect(isRecordId(text), text).toBe(false);
});

test('the id of a form is its field, or none', async () => {
	expect(await recordIdOf(form({ id: 'S1' }))).toBe('S1');
	expect(await recordIdOf(form({ id: '../S1' }))).toBeNull();
	expect(await recordIdOf(form({}))).toBeNull();
});

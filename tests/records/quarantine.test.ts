import { expect, it } from 'vitest';
import { countQuarantine, listQuarantine, replaceQuarantine } from '#records/quarantine.ts';
import type { QuarantineEntry } from '#records/quarantine.ts';
import { openTestRecords } from './open-records.ts';

function entry(source: string, line: number, reason = 'not_a_number'): QuarantineEntry {
	return {
		runId: 'R1',
		source,
		table: `${source}__rows`,
		file: `${source}.csv`,
		line,
		column: 'price',
		reason,
		message: 'price: "x" is no number',
		original: `${line},x`,
		isRejectedLoad: false,
	};
}

it('shows exactly the rows set aside now after a load that was committed', async () => {
	const { records } = await openTestRecords();
	await replaceQuarantine(records, 'orders', [entry('orders', 3), entry('orders', 2)], { isRejectedLoad: false });
	await replaceQuarantine(records, 'people', [entry('people', 9)], { isRejectedLoad: false });
	expect(await listQuarantine(records, { limit: 10, source: 'orders' })).toEqual([
		entry('orders', 2),
		entry('orders', 3),
	]);
	await replaceQuarantine(records, 'orders', [], { isRejectedLoad: false });
	expect(await listQuarantine(records, { limit: 10 })).toEqual([entry('people', 9)]);
});

it('shows the rows of a refused load beside those of earlier loads, until a load is committed', async () => {
	const { records } = await openTestRecords();
	await replaceQuarantine(records, 'orders', [entry('orders', 1)], { isRejectedLoad: false });
	await replaceQuarantine(records, 'orders', [entry('orders', 5)], { isRejectedLoad: true });
	await replaceQuarantine(records, 'orders', [entry('orders', 6)], { isRejectedLoad: true });
	expect(await listQuarantine(records, { limit: 10 })).toEqual([
		entry('orders', 1),
		{ ...entry('orders', 6), isRejectedLoad: true },
	]);
	await replaceQuarantine(records, 'orders', [entry('orders', 7)], { isRejectedLoad: false });
	expect(await listQuarantine(records, { limit: 10 })).toEqual([entry('orders', 7)]);
});

it('takes more rows than one statement holds, and counts them by source and reason', async () => {
	const { records } = await openTestRecords();
	const many = Array.from({ length: 1_001 }, (_, line) => entry('orders', line, line % 2 === 0 ? 'even' : 'odd'));
	await replaceQuarantine(records, 'orders', many, { isRejectedLoad: false });
	expect(await countQuarantine(records)).toEqual([
		{ source: 'orders', reason: 'even', rows: 501 },
		{ source: 'orders', reason: 'odd', rows: 500 },
	]);
	expect(await listQuarantine(records, { limit: 3 })).toHaveLength(3);
});

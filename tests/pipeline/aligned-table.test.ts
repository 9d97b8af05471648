import { expect, it } from 'vitest';
import { alignedTable } from '#pipeline/aligned-table.ts';

it('stands text on the left and numbers on the right, without blanks at the ends', () => {
	const rows = [
		['Germany', '1,250.00', ''],
		['UK', '-7.5', 'x'],
	];
	expect(alignedTable(['country', 'value', 'note'], rows)).toBe(
		['country     value  note', 'Germany  1,250.00', 'UK           -7.5  x'].join('\n'),
	);
});

it('gives the header alone for no rows', () => {
	expect(alignedTable(['a', 'b'], [])).toBe('a  b');
});

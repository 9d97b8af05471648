import { expect, test } from 'vitest';
import { tableNameParts } from '#pipeline/sources/database/table-name.ts';

test.each([
	['orders', ['orders']],
	['public.orders', ['public', 'orders']],
	['Sales Data.Order Lines', ['Sales Data', 'Order Lines']],
	['"a.b"."c""d"', ['a.b', 'c"d']],
	['crm.`x``y.z`', ['crm', 'x`y.z']],
	['"; drop table x"', ['; drop table x']],
])('the name of a table is taken apart: %s', (name, parts) => {
	expect(tableNameParts(name)).toEqual(parts);
});

test.each(['', '.', 'a.', '.a', 'a.b.c', 'a..b', '"a', '"a"b', 'a"b', '""', 'a\0'])(
	'%j is no name of a table',
	(name) => {
		expect(tableNameParts(name)).toBeNull();
	},
);

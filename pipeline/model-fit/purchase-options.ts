import * as v from 'valibot';
import { dayOrNull } from './options.ts';

/** Options of the models of purchases and of the money spent on them. */
export const purchaseOptions = v.strictObject({
	unit: v.optional(v.picklist(['day', 'week', 'month', 'year']), 'week'),
	calibrationEnd: v.optional(dayOrNull, null),
	holdoutEnd: v.optional(dayOrNull, null),
	customers: v.optional(v.boolean(), false),
	horizon: v.optional(v.nullable(v.pipe(v.number(), v.gtValue(0, 'expected a number above 0'))), null),
});

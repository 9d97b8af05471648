import { bareName } from './import-field.ts';
import type { ImportField } from './import-field.ts';

/** For each column of a file, in order, the field it fills; null for none. */
export type Mapping = readonly { readonly column: string; readonly field: string | null }[];

/**
 * Which field each column fills, as its name tells. A field is filled once: by the column whose name is the surest, the
 * first of two that are alike.
 */
export function recogniseColumns(fields: readonly ImportField[], header: readonly string[]): Mapping {
	const candidates = header.flatMap((column, index) =>
		fields.flatMap((field) => {
			const rank = [field.name, ...field.headers].findIndex((name) => bareName(name) === bareName(column));
			return rank === -1 ? [] : [{ index, field: field.name, rank }];
		}),
	);
	const chosen = new Map<number, string>();
	const taken = new Set<string>();
	for (const { index, field } of candidates.sort((left, right) => left.rank - right.rank)) {
		if (chosen.has(index) || taken.has(field)) continue;
		chosen.set(index, field);
		taken.add(field);
	}
	return header.map((column, index) => ({ column, field: chosen.get(index) ?? null }));
}

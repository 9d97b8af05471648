import { formatCount } from '#lib/format/count.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { SourceLook } from '#records/source-look.ts';

/** Why the key of a file is its key, or why it has none. */
export function keyWords({ key, columns, rows, isWhole, preset }: SourceLook): string {
	const [first, ...others] = key;
	if (first === undefined) return m.sources_key_missing();
	const only = columns.find(({ name }) => name === first);
	const isUnique = others.length > 0 ? preset === null : only?.empty === 0 && only.distinct === rows;
	if (!isUnique) return m.sources_key_of_export();
	const count = { rows: formatCount(rows, getLocale()) };
	return isWhole ? m.sources_key_in_all(count) : m.sources_key_in_first(count);
}

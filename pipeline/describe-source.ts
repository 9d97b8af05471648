import type { SourceDescription } from '#records/sources.ts';
import { sourceColumns } from './sources/contract/source-columns.ts';
import type { SourceColumn } from './sources/contract/source-columns.ts';
import { rangeOf } from './sources/contract/values.ts';
import type { Source } from './sources/schema.ts';

type MappingValue = Source['entities'][string][string];

/** What fills a column of an entity, as the config has it. */
function valueText(value: MappingValue): string {
	if (typeof value === 'string') return value;
	if ('sql' in value) return value.sql;
	return 'line' in value ? 'file and line' : JSON.stringify(value.value);
}

/** The names that an expression mentions, in lower case: what is quoted as a whole, all else word by word. */
function mentionedIn(sql: string): Set<string> {
	const bare = sql.replaceAll(/'(?:[^']|'')*'/g, ' ');
	const quoted = [...bare.matchAll(/"((?:[^"]|"")*)"/g)].map(([, name = '']) => name.replaceAll('""', '"'));
	const words = bare.replaceAll(/"(?:[^"]|"")*"/g, ' ').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
	return new Set([...quoted, ...words].map((name) => name.toLowerCase()));
}

/** Whether a value of an entity is made from a column. */
function isMadeFrom(value: MappingValue, column: string): boolean {
	if (typeof value === 'string') return value === column;
	return 'sql' in value && mentionedIn(value.sql).has(column.toLowerCase());
}

function rulesOf(column: SourceColumn): string[] {
	const { isRequired, accepted, min, max, maxLength, references } = column;
	return [
		...(isRequired ? ['required'] : []),
		...(accepted === null ? [] : [`one of ${accepted.slice(0, 20).join(', ')}`]),
		...(min === null && max === null && maxLength === null ? [] : [rangeOf(column)]),
		...(references === null ? [] : [`in ${references.source}.${references.column}`]),
	];
}

/** What the config says of a source, for pages: its columns with their rules and what they fill. */
export function describeSource(source: Source): SourceDescription {
	const mapped = Object.entries(source.entities).flatMap(([entity, mapping]) =>
		Object.entries(mapping).map(([column, value]) => ({ fills: `${entity}.${column}`, value })),
	);
	return {
		type: source.type,
		disposition: source.disposition,
		key: source.key,
		columns: sourceColumns(source).map((column) => ({
			name: column.name,
			type: column.type,
			rules: rulesOf(column),
			fills: mapped
				.filter(({ value }) => isMadeFrom(value, column.name))
				.map(({ fills, value }) => (typeof value === 'string' ? fills : `${fills} = ${valueText(value)}`)),
		})),
	};
}

import type { Sql, SqlValue } from '../query.ts';

/** SQL with its parameters written into it, for a person to read or run by hand; never for running it ourselves. */
export function sqlWithLiterals({ text, values }: Sql): string {
	return text.replaceAll(/cast\(\$(\d+) as date\)|\$(\d+)/g, (found, day?: string, position?: string) => {
		const value = values[Number(day ?? position) - 1];
		if (value === undefined) return found;
		return day === undefined ? literal(value) : `date ${literal(value)}`;
	});
}

function literal(value: SqlValue): string {
	return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

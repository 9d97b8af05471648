/** What a form sent, without some of its fields: those that are no columns of the record. */
export function fieldsWithout(
	values: Readonly<Record<string, string>>,
	names: readonly string[],
): Record<string, string> {
	return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

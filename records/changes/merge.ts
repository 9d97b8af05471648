/** What a record will be after a patch; what the patch leaves out (or has undefined) stays. */
export function merge<Row extends object>(row: Row, patch: object): Row {
	const given = Object.entries(patch).filter(([, value]) => value !== undefined);
	return { ...row, ...(Object.fromEntries(given) as Partial<Row>) };
}

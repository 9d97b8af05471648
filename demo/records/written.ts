/** A record that the plan speaks of before it is written. */
export interface Written {
	id: string | null;
}

/** A record that is going to be written. */
export function toBeWritten(): Written {
	return { id: null };
}

/**
 * The id of a record that has been written by now.
 * @throws RangeError where the plan uses it before it makes it
 */
export function idOf(record: Written): string {
	if (record.id === null) throw new RangeError('a record is used before it is written');
	return record.id;
}

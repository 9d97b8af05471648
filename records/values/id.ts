import { monotonicFactory } from 'ulid';

const nextUlid = monotonicFactory();

/** A new id: ids that one process makes sort in the order it made them. */
export function newId(): string {
	return nextUlid();
}

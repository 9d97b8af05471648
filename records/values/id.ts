import { monotonicFactory } from 'ulid';

let nextId: () => string = monotonicFactory();

/** A new id: ids that one process makes sort in the order it made them. */
export function newId(): string {
	return nextId();
}

/**
 * Takes the ids of this process from elsewhere: a company that is made from a seed has the same ids each time. Gives a
 * function that goes back to where they came from before.
 */
export function takeIdsFrom(source: () => string): () => void {
	const before = nextId;
	nextId = source;
	return () => {
		nextId = before;
	};
}

/** What is wrong with something that people added: where, what came and what was wanted. */
export interface OwnProblem {
	/** The file, relative to the config, or the key of the config. */
	readonly place: string;
	/** Counted from 1; null where nobody can say. */
	readonly line: number | null;
	readonly message: string;
}

/** Something about a source that is not what was declared, yet no reason to refuse it. */
export interface Drift {
	/** The file, or the source where it has none. */
	readonly file: string;
	readonly kind: 'undeclared_column' | 'missing_column';
	readonly column: string;
}

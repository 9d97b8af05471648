import type { ColumnEvidence } from './column-evidence.ts';
import type { TypedColumn } from './column-types.ts';

/** A column with its type and what speaks for it. */
export interface ColumnWithType {
	readonly evidence: ColumnEvidence;
	readonly typed: TypedColumn;
}

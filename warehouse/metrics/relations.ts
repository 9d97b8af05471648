import type { Relation } from './relation.ts';
import { ORDER_RELATIONS } from './relations/orders.ts';

/** Everything that metrics are computed from. */
export const RELATIONS = {
	...ORDER_RELATIONS,
} as const satisfies Readonly<Record<string, Relation>>;

export type RelationId = keyof typeof RELATIONS;

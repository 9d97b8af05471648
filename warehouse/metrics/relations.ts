import type { Relation } from './relation.ts';
import { MARKETING_RELATIONS } from './relations/marketing.ts';
import { ORDER_RELATIONS } from './relations/orders.ts';
import { SALES_RELATIONS } from './relations/sales.ts';
import { SCORE_RELATIONS } from './relations/scores.ts';
import { SERVICE_RELATIONS } from './relations/service.ts';

/** Everything that metrics are computed from. */
export const RELATIONS = {
	...ORDER_RELATIONS,
	...SALES_RELATIONS,
	...SERVICE_RELATIONS,
	...MARKETING_RELATIONS,
	...SCORE_RELATIONS,
} as const satisfies Readonly<Record<string, Relation>>;

export type RelationId = keyof typeof RELATIONS;

/** The relation of a path. */
export function relationOf({ relation }: { readonly relation: RelationId | Relation }): Relation {
	return typeof relation === 'string' ? RELATIONS[relation] : relation;
}

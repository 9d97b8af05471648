import type { OrderedTransform } from '#warehouse/graph.ts';
import { HISTORY } from '#warehouse/history.ts';
import { downstream } from '#warehouse/lineage.ts';
import type { LineageNode } from '#warehouse/lineage.ts';
import { PREDICTED_FROM } from '#warehouse/predictions.ts';
import { versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersion, RelationVersions } from '#warehouse/relation-versions.ts';
import { SCORE_HISTORY } from '#warehouse/score-history.ts';
import { distinctCauses } from './changed-inputs.ts';
import type { Causes } from './changed-inputs.ts';

export interface PlannedTransform {
	readonly name: string;
	/** Why it would be built again: `its SQL changed`, `reads stg_orders, which changes because …`. */
	readonly reason: string;
	/** What that goes back to, in words that follow "because". */
	readonly causes: readonly string[];
	/** Relations, metrics and pages that are made from it. */
	readonly downstream: readonly string[];
}

/** Names in a reason; more are counted. */
const NAMED = 3;

function listed(names: readonly string[]): string {
	const shown = names.slice(0, NAMED);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Whether a relation's SQL is what it was, as far as its snapshot kept that. */
function isSame({ sql }: RelationVersion, built: string): boolean {
	return sql === undefined || sql === versionOf([built]);
}

/** What a relation is made of that no transform makes, with what it is made of in turn. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = { ...HISTORY, ...PREDICTED_FROM, ...SCORE_HISTORY };

/**
 * The transforms that would not be what they were in the last snapshot, each with the reason and what hangs on it. Whether
 * new rows matter to a relation only the run can say: one that comes out as before ends there.
 * @param previous the versions of the last snapshot
 * @param inputs why what no transform makes changes
 */
export function planTransforms(
	transforms: readonly OrderedTransform[],
	nodes: readonly LineageNode[],
	previous: RelationVersions,
	inputs: Causes,
): PlannedTransform[] {
	const causes = new Map(inputs);
	const planned: PlannedTransform[] = [];

	/** Why something that is read changes; of what lies between transforms, what that is made of. */
	function causesOf(name: string): readonly string[] {
		const known = causes.get(name);
		if (known !== undefined || BETWEEN[name] === undefined) return known ?? [];
		const made = [...new Set(BETWEEN[name].flatMap(causesOf))];
		causes.set(name, made);
		return made;
	}

	for (const { name, sql, built = sql, reads, inputs: others } of transforms) {
		const before = previous[name];
		const own = before === undefined ? 'new' : isSame(before, built) ? null : 'its SQL changed';
		const changed = [...reads, ...others].filter((read) => causesOf(read).length > 0);
		if (own === null && changed.length === 0) continue;
		const roots =
			own === null
				? distinctCauses(changed.flatMap(causesOf))
				: [own === 'new' ? `${name} is new` : `the SQL of ${name} changed`];
		const verb = changed.length === 1 ? 'which changes' : 'which change';
		causes.set(name, roots);
		planned.push({
			name,
			reason: own ?? `reads ${listed(changed)}, ${verb} because ${listed(roots)}`,
			causes: roots,
			downstream: downstream(name, nodes),
		});
	}
	return planned;
}

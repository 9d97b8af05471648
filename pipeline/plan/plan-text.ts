import { alignedTable } from '../aligned-table.ts';
import type { Plan } from '../plan.ts';
import type { PlannedTransform } from './plan-transforms.ts';

/** Names shown of a kind; more are counted. */
const SHOWN = 6;

function some(names: readonly string[]): string {
	const more = names.length - SHOWN;
	return more > 1 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ');
}

function counted(count: number, one: string, several = `${one}s`): string {
	return `${count} ${count === 1 ? one : several}`;
}

/** Names of a kind among those that hang on something: `metric net_revenue` is net_revenue of the metrics. */
function ofKind(kind: 'metric' | 'page', names: readonly string[]): string[] {
	return names.filter((name) => name.startsWith(`${kind} `)).map((name) => name.slice(kind.length + 1));
}

/** One group of relations: those that change for the same cause, with the metrics and pages that hang on them. */
function group(cause: string, transforms: readonly PlannedTransform[]): string {
	const names = transforms.map(({ name }) => name);
	const below = [...new Set(transforms.flatMap((each) => each.downstream))];
	const [metrics, pages] = [ofKind('metric', below), ofKind('page', below)];
	return [
		`because ${cause}`,
		`  ${counted(names.length, 'relation')}: ${some(names)}`,
		...(metrics.length > 0 ? [`  ${counted(metrics.length, 'metric')}: ${some(metrics)}`] : []),
		...(pages.length > 0 ? [`  ${counted(pages.length, 'page')}: ${some(pages)}`] : []),
	].join('\n');
}

function sourcesText({ sources }: Plan): string {
	return alignedTable(
		['source', 'loaded', 'waiting'],
		sources.map(({ name, cursor, pending }) => [name, cursor ?? 'nothing yet', pending]),
	);
}

function summary({ reason, transforms, copied, checks }: Plan): string {
	if (reason === null) return 'A run would find nothing to do: no snapshot would be made.';
	const checked = `${counted(checks.length, 'check')} would be asked before it is published.`;
	return `A run would make a snapshot: ${counted(transforms.length, 'relation')} to look at again, ${copied.length} to copy. ${checked}`;
}

/** A plan for a person: what waits, then what changes by its cause, then how much that is. */
export function planText(plan: Plan): string {
	const byCause = Map.groupBy(plan.transforms, ({ causes }) => causes.join('; '));
	const groups = [...byCause].map(([cause, transforms]) => group(cause, transforms));
	const besides = plan.reason !== null && plan.transforms.length === 0 ? [`because ${plan.reason}`] : [];
	const gone = plan.gone.length === 0 ? [] : [`no longer made: ${some(plan.gone)}`];
	return [sourcesText(plan), ...groups, ...besides, ...gone, summary(plan)].join('\n\n');
}

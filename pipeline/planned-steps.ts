import type { PlannedStep } from './progress.ts';
import type { StepName } from './run-report.ts';
import type { PlannedTask } from './terminal.ts';

/** What a run does after its sources are loaded, in order. */
export const BUILD_STEPS: readonly StepName[] = ['map', 'transform', 'score', 'check', 'publish'];

/** The steps of a run, before it begins: a load per chosen source, then the building of a snapshot. */
export function plannedSteps(sources: readonly string[], onlySources: readonly string[] | null): PlannedStep[] {
	const chosen = sources.filter((name) => onlySources?.includes(name) ?? true);
	return [
		...chosen.map((name) => ({ name: 'load', source: name })),
		...BUILD_STEPS.map((name) => ({ name, source: null })),
	];
}

/** The same as tasks for the terminal; a task's key is the step's position. */
export function stepTasks(steps: readonly PlannedStep[]): PlannedTask[] {
	return steps.map((step, position) => ({
		key: String(position),
		title: step.source === null ? step.name : `${step.name} ${step.source}`,
	}));
}

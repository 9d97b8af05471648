import type { Config } from './config.ts';
import type { PlannedStep } from './progress.ts';
import type { StepName } from './run-report.ts';
import type { PlannedTask } from './terminal.ts';

/** What a run does after its sources are loaded, in order. */
export const BUILD_STEPS: readonly StepName[] = ['map', 'transform', 'check', 'publish'];

/** The steps of a run, before it begins: a load per chosen source, then the building of a snapshot. */
export function plannedSteps(config: Config, onlySources: readonly string[] | null): PlannedStep[] {
	const chosen = config.sources.filter((source) => onlySources?.includes(source.name) ?? true);
	return [
		...chosen.map((source) => ({ name: 'load', source: source.name })),
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

import { dismissToast, showToast } from '#lib/components/toasts.svelte.ts';
import type { RunRow } from '#lib/server/runs.ts';
import { endingName } from './run-words.ts';

let said: number | null = null;

/** Says how a run ended. */
export function sayEnding(status: RunRow['status']): void {
	takeBackEnding();
	said = showToast(endingName(status));
}

/** Takes back what was said of the run before: another one is asked for. */
export function takeBackEnding(): void {
	if (said !== null) dismissToast(said);
	said = null;
}

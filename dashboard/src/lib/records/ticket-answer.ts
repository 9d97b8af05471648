import { applyAction } from '$app/forms';
import type { ActionResult } from '$app/forms';
import { refreshAll } from '$app/navigation';
import { m } from '#lib/paraglide/messages.js';
import type { FormAnswer } from './form-answer.ts';
import { issueText } from './issue-text.ts';
import { say } from './say.ts';

/** Why a small act was not done: somebody was faster, or what is wrong with it. */
function refusalText(answer: FormAnswer | undefined): string {
	if (answer?.conflict) return m.service_meanwhile({ who: answer.conflict.by });
	const [first] = answer?.issues ?? [];
	return first === undefined ? m.records_not_saved() : issueText(first);
}

/**
 * Takes the answer to a small act, such as a row's button: says that it was done, or why not, and shows what is stored
 * now. The page stays where it is.
 */
export function quietly(saved: string, then?: () => void) {
	return async ({ result }: { result: ActionResult }): Promise<void> => {
		if (result.type === 'error' || result.type === 'redirect') {
			await applyAction(result);
			return;
		}
		const answer = result.data as FormAnswer | undefined;
		if (result.type === 'success') say(saved, answer?.batchId);
		else say(refusalText(answer));
		await refreshAll();
		then?.();
	};
}

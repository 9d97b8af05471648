import type { SubmitFunction } from '$app/forms';
import { refreshAll } from '$app/navigation';
import { m } from '#lib/paraglide/messages.js';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { issueText } from '#lib/records/issue-text.ts';
import { say } from '#lib/records/say.ts';

const SAID: Readonly<Record<string, () => string>> = {
	add: m.records_created,
	addPipeline: m.records_created,
	delete: m.records_deleted,
	deletePipeline: m.records_deleted,
};

/** Sends a form of the page, keeps what was typed when it was refused, and says what was done with the way back. */
export const sayWhatWasDone: SubmitFunction = ({ action, formElement }) => {
	const name = action.search.slice(2);
	return async ({ result, update }) => {
		await update({ reset: false });
		if (result.type === 'failure' && result.status === 409) await refreshAll();
		if (result.type !== 'success') return;
		if (name.startsWith('add')) formElement.reset();
		say((SAID[name] ?? m.records_saved)(), (result.data as FormAnswer | undefined)?.batchId);
	};
};

/** What keeps a stage or a pipeline as it is, beside what is wrong with its fields; null where nothing does. */
export function refusalText(answer: FormAnswer | null): string | null {
	for (const found of answer?.issues ?? []) {
		if (found.code === 'in_use') return m.deals_stage_in_use({ count: Number(found.params.deals ?? 0) });
		if (found.field === 'outcome' && found.code === 'required') return m.deals_stage_last();
		if (found.field === 'sales_pipeline_id' || found.field === 'position') return issueText(found);
	}
	return null;
}

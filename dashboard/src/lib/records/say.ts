import { refreshAll } from '$app/navigation';
import { showToast } from '#lib/components/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

/** Takes an act back, and says so; what keeps it from being taken back is said too. */
async function undo(batchId: string): Promise<void> {
	const answer = await fetch('/undo', {
		method: 'post',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ batchId }),
	});
	if (answer.ok) {
		const { batchId: undone } = (await answer.json()) as { batchId: string };
		say(m.records_undone(), undone);
	} else {
		showToast(answer.status === 409 ? m.records_undo_refused() : m.records_undo_failed());
	}
	await refreshAll();
}

/** Says that something was saved, with the way back. */
export function say(text: string, batchId?: string): void {
	showToast(text, batchId === undefined ? undefined : () => void undo(batchId));
}

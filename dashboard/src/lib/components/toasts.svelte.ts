/** A quiet word that something happened, with the way back where there is one. */
interface Toast {
	readonly id: number;
	readonly text: string;
	readonly undo?: (() => void) | undefined;
}

let nextId = 0;
let shown = $state.raw<readonly Toast[]>([]);

/** The words on the page now, oldest first. */
export function toasts(): readonly Toast[] {
	return shown;
}

/** Says something for six seconds; with `undo`, a button that takes it back, for ten. Gives what `dismissToast` takes. */
export function showToast(text: string, undo?: () => void): number {
	const toast = { id: nextId++, text, undo };
	shown = [...shown.slice(-2), toast];
	setTimeout(() => dismissToast(toast.id), undo ? 10_000 : 6000);
	return toast.id;
}

/** Takes a word off the page before its time. */
export function dismissToast(id: number): void {
	shown = shown.filter((toast) => toast.id !== id);
}

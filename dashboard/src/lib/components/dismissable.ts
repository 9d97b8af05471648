/** Closes an open `<details>` as a menu closes: on Escape, on pointing elsewhere, and when one of its links is followed. */
export function dismissable(details: HTMLDetailsElement): () => void {
	function away(event: PointerEvent): void {
		if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
	}
	function escape(event: KeyboardEvent): void {
		if (event.key !== 'Escape' || !details.open) return;
		details.open = false;
		details.querySelector('summary')?.focus();
	}
	function follow(event: MouseEvent): void {
		if (event.target instanceof Element && event.target.closest('a')) details.open = false;
	}
	document.addEventListener('pointerdown', away);
	details.addEventListener('keydown', escape);
	details.addEventListener('click', follow);
	return () => {
		document.removeEventListener('pointerdown', away);
		details.removeEventListener('keydown', escape);
		details.removeEventListener('click', follow);
	};
}

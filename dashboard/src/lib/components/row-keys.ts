/**
 * Makes linked rows as handy as they look: a click anywhere in a row opens it, and the arrow keys walk from row to row.
 * Clicks on controls and while text is being selected stay what they are. Without script the link itself still works.
 */
export function rowKeys(body: HTMLElement): () => void {
	function open(event: MouseEvent): void {
		if (!(event.target instanceof Element) || event.target.closest('a, button, input, select, label')) return;
		if (window.getSelection()?.toString()) return;
		const link = event.target.closest('tr')?.querySelector('a');
		link?.dispatchEvent(
			new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }),
		);
	}
	function walk(event: KeyboardEvent): void {
		if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
		// In a choice within a row they pick.
		if (event.target instanceof HTMLSelectElement) return;
		const row = event.target instanceof Element ? event.target.closest('tr') : null;
		const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
		const link = next?.querySelector('a');
		if (!link) return;
		event.preventDefault();
		link.focus();
	}
	body.addEventListener('click', open);
	body.addEventListener('keydown', walk);
	return () => {
		body.removeEventListener('click', open);
		body.removeEventListener('keydown', walk);
	};
}

const STORED = 'kundig.single-keys';

/** Whether letters typed outside of fields do something. Those who speak to their computer can turn them off. */
export function areSingleKeysOn(): boolean {
	return localStorage.getItem(STORED) !== 'off';
}

/** Turns the letters on or off, for this browser. */
export function setSingleKeys(isOn: boolean): void {
	if (isOn) localStorage.removeItem(STORED);
	else localStorage.setItem(STORED, 'off');
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof Element && target.closest('input:not([type=checkbox]), select, textarea, [role=dialog]') !== null
	);
}

/** The letter that was typed as a command: outside of fields, without a modifier, where letters are on. Else null. */
export function singleKeyOf(event: KeyboardEvent): string | null {
	const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1;
	if (!isPlain || event.defaultPrevented || isTyping(event.target) || !areSingleKeysOn()) return null;
	return event.key;
}

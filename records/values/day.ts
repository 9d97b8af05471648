const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
	if (!DAY.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** An instant as it is stored (ISO 8601, UTC, milliseconds) of one with an offset or `Z`; null where it is none. */
export function instantOf(text: string): string | null {
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
	const date = new Date(text);
	return Number.isNaN(date.getTime()) || !isDay(text.slice(0, 10)) ? null : date.toISOString();
}

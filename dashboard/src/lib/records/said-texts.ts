import { m } from '#lib/paraglide/messages.js';

/** What is said on the page that follows a redirect, by key. */
export const saidTexts: Readonly<Record<string, () => string>> = {
	converted: m.records_converted,
	created: m.records_created,
	deleted: m.records_deleted,
	saved: m.records_saved,
};

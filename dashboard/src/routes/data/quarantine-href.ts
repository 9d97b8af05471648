import type { QuarantineFilter } from '#lib/server/quarantine.ts';

/** The address of the rows set aside that fit a filter. */
export function quarantineHref({
	source,
	reason,
	column = null,
	page,
}: Omit<QuarantineFilter, 'column'> & { readonly column?: string | null }): string {
	const search = new URLSearchParams();
	if (source !== null) search.set('source', source);
	if (reason !== null) search.set('reason', reason);
	if (column !== null) search.set('column', column);
	if (page > 1) search.set('page', String(page));
	return `/data/quarantine${search.size > 0 ? `?${search}` : ''}`;
}

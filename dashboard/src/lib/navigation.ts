import { m } from './paraglide/messages.js';

/** One page in the navigation. */
interface NavigationEntry {
	readonly href: string;
	readonly label: () => string;
	/** The path of its 16 × 16 mark on the phone's bar, which has room for four; the others stand under "More". */
	readonly mark?: string;
	/** Where the pages of single records lie, when it is elsewhere. */
	readonly records?: string;
}

/** Pages under one heading; the first group has none. */
interface NavigationGroup {
	readonly label: (() => string) | null;
	readonly entries: readonly NavigationEntry[];
}

/** Every page with a place in the navigation, in order; a new page adds its line here. */
export const navigation: readonly NavigationGroup[] = [
	{
		label: null,
		entries: [{ href: '/', label: m.shell_nav_overview, mark: 'M2 13V9m4 4V3m4 10V7m4 6V5' }],
	},
	{
		label: m.shell_nav_analyse,
		entries: [
			{
				href: '/customers',
				label: m.shell_nav_customers,
				mark: 'M8 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM2.5 14c.6-2.8 2.7-4.2 5.5-4.2s4.9 1.4 5.5 4.2',
			},
			{ href: '/segments', label: m.scores_segments_title },
			{ href: '/forecast', label: m.forecast_title },
			{ href: '/models', label: m.models_title },
		],
	},
	{
		label: m.shell_nav_work,
		entries: [
			{
				href: '/sales',
				label: m.shell_nav_sales,
				records: '/deals',
				mark: 'M2 3h3v10H2zM6.5 3h3v7h-3zM11 3h3v4h-3z',
			},
			{ href: '/leads', label: m.shell_nav_leads },
			{ href: '/companies', label: m.shell_nav_companies },
			{ href: '/contacts', label: m.shell_nav_contacts },
			{
				href: '/service',
				label: m.shell_nav_service,
				records: '/tickets',
				mark: 'M3 9V8a5 5 0 0 1 10 0v1M3 9h2v4H3zm8 0h2v4h-2zm1 4c0 1-1 1.5-3 1.5',
			},
			{ href: '/campaigns', label: m.shell_nav_campaigns },
			{ href: '/lists', label: m.shell_nav_lists },
			{ href: '/activities', label: m.shell_nav_activities },
		],
	},
	{
		label: m.shell_nav_run,
		entries: [{ href: '/data', label: m.shell_nav_data }],
	},
];

function isWithin(href: string, path: string): boolean {
	return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

/** Whether an entry's page, one below it, or that of one of its records is the one being read. */
export function isCurrent({ href, records }: Pick<NavigationEntry, 'href' | 'records'>, path: string): boolean {
	return isWithin(href, path) || (records !== undefined && isWithin(records, path));
}

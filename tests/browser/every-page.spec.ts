import { expect } from '@playwright/test';
import { expectAccessible, expectWithinWindow, open, prefer, test } from './kundig-page.ts';

const PAGES = [
	{ path: '/', en: 'Overview', de: 'Überblick' },
	{ path: '/?period=all&compare=none&where=country+%3D+%27Germany%27', en: 'Overview', de: 'Überblick' },
	{ path: '/customers', en: 'Customers', de: 'Kunden' },
	{ path: '/customers?q=nobody-is-called-so', en: 'Customers', de: 'Kunden' },
	{ path: '/customers?segment=champions,loyal&alive_max=90', en: 'Customers', de: 'Kunden' },
	{ path: '/customers/C000005', en: null, de: null },
	{ path: '/segments', en: 'Segments', de: 'Segmente' },
	{ path: '/forecast', en: 'Forecast', de: 'Prognose' },
	{ path: '/forecast?grain=week&series=country&value=Germany', en: 'Forecast', de: 'Prognose' },
	{ path: '/models', en: 'Models', de: 'Modelle' },
	{ path: '/models/customer-value', en: 'Customer value', de: 'Kundenwert' },
	{ path: '/models/revenue-forecast', en: 'Revenue forecast', de: 'Umsatzprognose' },
	{ path: '/rows?metric=net_revenue', en: 'Rows behind: Net revenue', de: 'Zeilen hinter: Nettoumsatz' },
	{ path: '/sales', en: 'Sales', de: 'Vertrieb' },
	{ path: '/sales?view=table', en: 'Sales', de: 'Vertrieb' },
	{ path: '/sales/stages', en: null, de: null },
	{ path: '/deals/new', en: null, de: null },
	{ path: '/leads', en: 'Leads', de: 'Leads' },
	{ path: '/leads/new', en: 'New lead', de: 'Neuer Lead' },
	{ path: '/companies', en: 'Companies', de: 'Firmen' },
	{ path: '/companies/new', en: 'New company', de: 'Neue Firma' },
	{ path: '/contacts', en: 'Contacts', de: 'Kontakte' },
	{ path: '/contacts/new', en: 'New contact', de: 'Neuer Kontakt' },
	{ path: '/service', en: 'Service', de: 'Service' },
	{ path: '/tickets/new', en: null, de: null },
	{ path: '/campaigns', en: 'Campaigns', de: 'Kampagnen' },
	{ path: '/lists', en: 'Lists', de: 'Listen' },
	{ path: '/lists/new?segment=champions', en: 'New list', de: 'Neue Liste' },
	{ path: '/activities', en: 'Activities', de: 'Aktivitäten' },
	{ path: '/search?q=berg', en: 'Search', de: 'Suchen' },
	{ path: '/import', en: 'Import', de: 'Import' },
	{ path: '/export', en: 'Exports', de: 'Exporte' },
	{ path: '/data', en: 'Data', de: 'Daten' },
	{ path: '/data/sources', en: 'Sources', de: 'Quellen' },
	{ path: '/data/quarantine', en: null, de: null },
	{ path: '/data/difference', en: 'What changed', de: 'Was sich geändert hat' },
	{ path: '/style', en: null, de: null },
] as const;
const SIZES = {
	desktop: { name: 'desktop', width: 1440, height: 900 },
	phone: { name: 'phone', width: 390, height: 844 },
} as const;

/**
 * All of axe's rules take four times as long as a page itself: both sizes and languages have them once. Contrast is looked
 * at in both themes of the same page, which an attribute switches.
 */
for (const [size, locale, theme, rules] of [
	[SIZES.desktop, 'en', 'light', 'all'],
	[SIZES.desktop, 'de', 'dark', null],
	[SIZES.phone, 'de', 'dark', 'all'],
	[SIZES.phone, 'en', 'light', null],
] as const) {
	for (const part of [0, 1, 2]) {
		test(`every page stands on a ${size.name} in ${locale}, part ${part + 1}`, async ({ page, baseURL }) => {
			await page.setViewportSize(size);
			await prefer(page, locale, theme, baseURL ?? '');
			for (const { path, [locale]: title } of PAGES.filter((_, index) => index % 3 === part)) {
				await open(page, path);
				if (title !== null) await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
				await expectWithinWindow(page);
				if (rules === null) continue;
				await expectAccessible(page, rules);
				await page.evaluate(`document.documentElement.dataset.theme = '${theme === 'light' ? 'dark' : 'light'}'`);
				await expectAccessible(page, 'contrast');
			}
		});
	}
}

test('an address that does not exist says so and leads back', async ({ page, console }) => {
	console.allow(404);
	await page.goto('/nothing-here');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
	await page.getByRole('link', { name: 'Go to the overview' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
});

test('a customer that does not exist is a 404 with a way back', async ({ page, console }) => {
	console.allow(404);
	const answer = await page.goto('/customers/NOBODY');
	expect(answer?.status()).toBe(404);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such customer');
});

test('language and theme change with a click and stay', async ({ page }) => {
	await open(page, '/');
	await page.getByRole('button', { name: 'Deutsch' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Überblick');
	await page.getByRole('button', { name: 'Dunkel' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Überblick');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('figures are read without scripts', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const page = await context.newPage();
	await page.goto('/');
	await expect(page.locator('main svg').first()).toBeVisible();
	await page.goto('/customers?q=gmbh');
	await expect(page.locator('main table')).toContainText('GmbH');
	await context.close();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { companyFolder } from './folders.ts';
import { open, test } from './kundig-page.ts';

interface Truth {
	readonly months: readonly {
		readonly month: string;
		readonly salesRevenue: string;
		readonly returnsRevenue: string;
	}[];
}

/** Net revenue of whole months, as the company's own truth has it: euros, rounded. */
function netRevenue(months: readonly string[]): number {
	const truth = JSON.parse(readFileSync(join(companyFolder, 'truth.json'), 'utf8')) as Truth;
	const sums = truth.months
		.filter(({ month }) => months.includes(month.slice(0, 7)))
		.map(({ salesRevenue, returnsRevenue }) => Number(salesRevenue) + Number(returnsRevenue));
	return sums.reduce((sum, value) => sum + value, 0);
}

test('the figure of a period is the company’s truth, and the address says which period it is', async ({ page }) => {
	await open(page, '/?period=2026-03-01..2026-04-30&compare=none');
	const expected = netRevenue(['2026-03', '2026-04']);
	await page.goto('/rows?metric=net_revenue&period=2026-03-01..2026-04-30');
	await page.goBack();
	const tile = page.getByRole('listitem').filter({ hasText: 'Net revenue' }).first();
	const shown = (await tile.innerText()).replaceAll(/[\s\u202f\u00a0]/g, '');
	const thousands = Number((expected / 1000).toPrecision(3));
	expect(shown).toContain(`€${thousands}k`);
});

test('another period is chosen from the menu and stands in the address', async ({ page }) => {
	await open(page, '/');
	await page.getByText('Period', { exact: false }).first().click();
	await page.getByRole('link', { name: 'All time' }).click();
	await expect(page).toHaveURL(/period=all/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
	await page.goBack();
	await expect(page).not.toHaveURL(/period=all/);
});

test('a filter narrows every figure, shows as a chip, and goes with a click', async ({ page }) => {
	await open(page, '/');
	await page.locator('summary', { hasText: 'Filters' }).click();
	await page.getByRole('link', { name: 'Switzerland', exact: true }).click();
	await expect(page).toHaveURL(/where=country/);
	const remove = page.getByRole('link', { name: /Remove filter: Country: Switzerland/ });
	await expect(remove).toBeVisible();
	await remove.click();
	await expect(page).not.toHaveURL(/where=/);
});

test('a mistyped address loses only what is wrong with it', async ({ page }) => {
	await open(page, '/?period=yesteryear&where=planet+%3D+%27Mars%27');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
	await expect(page.getByText('yesteryear')).toBeVisible();
	await expect(page.getByText(/planet/)).toBeVisible();
});

test('a tile tells its definition, its SQL and its rows', async ({ page }) => {
	await open(page, '/');
	await page
		.getByRole('button', { name: /Net revenue/ })
		.first()
		.click();
	await expect(page.getByText('Sales revenue plus returns revenue')).toBeVisible();
	await page.getByRole('link', { name: 'Show the rows' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rows behind: Net revenue');
	await expect(page.locator('main table tbody tr').first()).toBeVisible();
});

import { expect } from '@playwright/test';
import { expectAccessible, open, test } from './kundig-page.ts';

test('a table is followed up and down by clicks, and the address says where one is', async ({ page }) => {
	await open(page, '/data');
	const lineage = page.locator('#lineage');
	await lineage.locator('svg a').filter({ hasText: 'fct_order_lines' }).first().click();
	const card = lineage.getByRole('article');
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('fct_order_lines');
	await expect(page).toHaveURL(/\?node=fct_order_lines#lineage$/);
	await expect(card).toContainText('One row per');
	await expect(card).toContainText('order_line_id');
	await expect(card).toContainText('Every order_line_id occurs once in fct_order_lines');
	await expectAccessible(page);

	await card.getByRole('link', { name: 'int_order_lines_valued', exact: true }).click();
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('int_order_lines_valued');
	await card.getByRole('link', { name: 'fct_order_lines', exact: true }).click();
	await card.getByRole('link', { name: 'rollup_order_lines_by_day', exact: true }).click();
	await card.getByRole('link', { name: 'Net revenue', exact: true }).click();
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('Net revenue');
	await page.goBack();
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('rollup_order_lines_by_day');
	await card.getByRole('link', { name: 'Show everything' }).click();
	await expect(card).toBeHidden();
});

test('the drawing is walked by keyboard', async ({ page }) => {
	await open(page, '/data?node=dim_products#lineage');
	const lineage = page.locator('#lineage');
	const chosen = lineage.locator('svg a[aria-current="true"]');
	await chosen.focus();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Enter');
	await expect(lineage.getByRole('article').getByRole('heading', { level: 3 })).not.toHaveText('dim_products');
});

test('without script the same links lead to the same places', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL === undefined ? {} : { baseURL }) });
	const page = await context.newPage();
	await page.goto('/data');
	await page.locator('#lineage svg a').filter({ hasText: 'fct_orders' }).first().click();
	const card = page.locator('#lineage').getByRole('article');
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('fct_orders');
	await card.getByRole('link', { name: 'orders', exact: true }).click();
	await expect(card.getByRole('heading', { level: 3 })).toHaveText('orders');
	await context.close();
});

test('a name that is none is said, and all is there to choose from', async ({ page }) => {
	await open(page, '/data?node=fct_nothing#lineage');
	await expect(page.getByText('Nothing is called fct_nothing in this snapshot')).toBeVisible();
	await expect(page.locator('#lineage svg a').first()).toBeVisible();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { companyFolder } from './folders.ts';
import { open, test } from './kundig-page.ts';

const customers = (): string[][] =>
	readFileSync(join(companyFolder, 'customers.csv'), 'utf8')
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => line.split(','));

test('a search finds a customer by name while typing, and their page shows who they are', async ({ page }) => {
	const [id = '', , name = '', email = ''] = customers()[41] ?? [];
	await open(page, '/customers');
	await page.getByRole('searchbox').pressSequentially(email.split('@')[0] ?? '');
	await expect(page.locator('main tbody tr')).toHaveCount(1);
	await page.getByRole('link', { name }).click();
	await expect(page).toHaveURL(new RegExp(`/customers/${id}`));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
	await expect(page.getByRole('link', { name: email })).toBeVisible();
});

test('the list is sorted by the server, both ways, and paged', async ({ page }) => {
	const all = customers().length;
	await open(page, '/customers');
	// Contacts and companies of the records that are nobody in the shop are listed too.
	const summary = await page.getByText(/^[\d,]+ customers$/).innerText();
	expect(Number(summary.replace(/\D/g, ''))).toBeGreaterThanOrEqual(all);
	const first = page.locator('main tbody tr').first();
	const top = await first.innerText();
	await page.getByRole('link', { name: 'Net revenue' }).click();
	await expect(page).toHaveURL(/dir=asc/);
	await expect(first).not.toHaveText(top);
	await open(page, '/customers');
	await page.getByRole('link', { name: 'Next' }).click();
	await expect(page).toHaveURL(/page=2/);
});

test('a customer’s order opens with its lines', async ({ page }) => {
	await open(page, '/customers?sort=orders_count');
	await page.locator('main tbody tr a').first().click();
	// Until the customer's page stands, the last table is still the list that it was reached from.
	await expect(page).toHaveURL(/\/customers\/[^?]/);
	await page.locator('main table').last().locator('tbody tr a').first().click();
	await expect(page.getByRole('heading', { name: /Lines of order/ })).toBeVisible();
});

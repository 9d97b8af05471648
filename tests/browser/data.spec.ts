import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { companyFolder } from './folders.ts';
import { expectAccessible, open, test } from './kundig-page.ts';

const orders = join(companyFolder, 'orders.csv');
const lines = join(companyFolder, 'order_lines.csv');
const rates = join(companyFolder, 'exchange_rates.csv');

/** Starts a run from the page and waits until it has ended. */
async function runFromPage(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Run now' }).click();
	await expect(page.getByText('The run has ended').first()).toBeVisible({ timeout: 30_000 });
	await expect(page.getByRole('heading', { name: 'A run is under way' })).toBeHidden();
}

/** The sales of one day, by the rows behind the figure. */
async function rowsOfDay(page: Page, day: string): Promise<string> {
	await open(page, `/rows?metric=sales_revenue&period=${day}..${day}`);
	return page.locator('main').innerText();
}

test.describe.configure({ mode: 'serial' });

test('a run from the page shows a figure that a new file brought, and the snapshot before can be shown again', async ({
	page,
}) => {
	const day = '2026-10-14';
	expect(await rowsOfDay(page, day)).not.toContain('S-NEW-1');
	appendFileSync(orders, `S-NEW-1,C000001,${day} 12:00:00,EUR,Germany,web\n`);
	appendFileSync(lines, 'S-NEW-1-1,S-NEW-1,KD-1000,3,1000.00\n');

	await open(page, '/data');
	await runFromPage(page);
	expect(await rowsOfDay(page, day)).toContain('S-NEW-1');

	await open(page, '/data');
	await expect(page.locator('#runs tbody tr').first()).toContainText('OK');
	await page
		.locator('#snapshots')
		.getByRole('button', { name: /Use this one:/ })
		.first()
		.click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Use this one' }).click();
	await expect(page.getByText('An older snapshot is shown')).toBeVisible();
	expect(await rowsOfDay(page, day)).not.toContain('S-NEW-1');

	await open(page, '/data');
	await page
		.locator('#snapshots')
		.getByRole('button', { name: /Use this one:/ })
		.first()
		.click();
	await page.getByRole('dialog').getByRole('button', { name: 'Use this one' }).click();
	await expect(page.getByText('Another snapshot is shown')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByText('An older snapshot is shown')).toBeVisible();
});

test('an earlier snapshot is looked at on every page by one reader alone, and compared with the one in use', async ({
	page,
	browser,
}) => {
	const day = '2026-10-14';
	await open(page, '/data');
	await page.getByRole('button', { name: 'Show the newest' }).click();
	await expect(page.getByText('An older snapshot is shown')).toBeHidden();
	await page
		.locator('#snapshots')
		.getByRole('link', { name: /Look at the snapshot of/ })
		.first()
		.click();
	const band = page.getByRole('complementary', { name: 'An earlier snapshot' });
	await expect(band).toContainText('As of');
	await expectAccessible(page);
	// Links keep it, the address chooses it for whoever is given it, and nobody else sees anything of it.
	expect(await rowsOfDay(page, day)).not.toContain('S-NEW-1');
	await expect(band).toBeVisible();
	const other = await (await browser.newContext()).newPage();
	expect(await rowsOfDay(other, day)).toContain('S-NEW-1');
	await other.context().close();

	await band.getByRole('link', { name: 'What changed since' }).click();
	await expect(page.getByRole('heading', { name: 'What changed', level: 1 })).toBeVisible();
	await page.locator('#figures').getByRole('link', { name: 'Net revenue' }).click();
	await expect(page.locator('#rows')).toContainText('S-NEW-1-1');
	await expect(page.locator('#months')).toContainText('Oct 2026');
	await expectAccessible(page);

	await band.getByRole('link', { name: 'Back to now' }).click();
	await expect(band).toBeHidden();
	expect(await rowsOfDay(page, day)).toContain('S-NEW-1');
	await open(page, '/?snapshot=GONE');
	await expect(page.getByText('The snapshot that was looked at is no longer kept')).toBeVisible();
});

test('a run that finds nothing new says unchanged', async ({ page }) => {
	await open(page, '/data');
	await runFromPage(page);
	await expect(page.locator('#runs tbody tr').first()).toContainText('Unchanged');
});

test('a bad row is shown with its line and its words, and counts', async ({ page }) => {
	const before = readFileSync(rates, 'utf8');
	writeFileSync(rates, before.replace(/^CHF,2024-01-02,.*$/m, 'CHF,2024-01-02,one'));
	await open(page, '/data');
	await runFromPage(page);
	const row = page.locator('#quarantine tbody tr').first();
	await expect(row).toContainText('exchange_rates.csv:');
	await expect(row).toContainText('Wrong type');
	await expect(row).toContainText('CHF,2024-01-02,one');
	writeFileSync(rates, before);
	await runFromPage(page);
	await expect(page.getByText('No row is set aside')).toBeVisible();
});

test('a source that cannot be read fails in words and leaves the figures up', async ({ page }) => {
	const before = readFileSync(rates, 'utf8');
	writeFileSync(rates, `${before}CHF,2026-01-01,"1.05\n`);
	await open(page, '/data');
	await runFromPage(page);
	await expect(page.getByText('The last run failed:')).toBeVisible();
	await expect(page.getByText('The figures shown are those of the run before it.')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Look at the run' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Run of');
	await expectAccessible(page);
	await open(page, '/');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
	writeFileSync(rates, before);
	await open(page, '/data');
	await runFromPage(page);
	await expect(page.getByText('The last run failed:')).toBeHidden();
});

test('another name for this machine is not answered', async ({ request }) => {
	const answer = await request.get('/data', { headers: { host: 'rebound.example' } });
	expect(answer.status()).toBe(421);
});

test('a write from elsewhere is refused, JSON included', async ({ request, baseURL }) => {
	for (const origin of ['https://evil.example', 'null', `${baseURL ?? ''}.evil.example`]) {
		const form = await request.post('/data?/run', { headers: { origin }, form: {} });
		expect(form.status()).toBe(403);
		const json = await request.post('/data/progress', { headers: { origin }, data: {} });
		expect(json.status()).toBe(403);
	}
});

test('a run shows what it did line by line, and the schedule says that it rests', async ({ page }) => {
	await open(page, '/data');
	await expect(page.locator('#schedule')).toContainText('Daily at 02:00');
	await expect(page.locator('#schedule')).toContainText('Nothing watches the schedule now');
	await expect(page.locator('#alerts')).toContainText('Nobody is told');
	await page.locator('#runs tbody a').first().click();
	await expect(page.locator('#log')).toContainText(/run 0\w{25} begins/);
	await expect(page.locator('#log')).toContainText(/run 0\w{25} ends: /);
	await expectAccessible(page);
	await page.locator('#log').getByRole('link', { name: 'Errors', exact: true }).click();
	await expect(page).toHaveURL(/log=error/);
	await expect(page.locator('#log')).not.toContainText('begins');
});

import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { companyFolder } from './folders.ts';
import { expectAccessible, open, test } from './kundig-page.ts';

const customers = join(companyFolder, 'customers.csv');

/** Makes a company by its form; gives the address of its page. */
async function makeCompany(page: Page, name: string): Promise<string> {
	await open(page, '/companies/new');
	await page.getByLabel('Name *').fill(name);
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
	return page.url();
}

/** Starts a run from the Data page and waits until it has ended. */
async function runFromPage(page: Page): Promise<void> {
	await open(page, '/data');
	await page.getByRole('button', { name: 'Run now' }).click();
	await expect(page.getByText('The run has ended').first()).toBeVisible({ timeout: 60_000 });
}

test('a lead becomes a contact of a new company with a deal, and keeps every link', async ({ page }) => {
	await open(page, '/leads/new');
	await page.getByLabel('Name *').fill('Lena Umwandel');
	await page.getByLabel('Company').fill('Umwandel Werke AG');
	await page.getByLabel('E-mail').fill('lena@umwandel-werke.example');
	await page.getByLabel('Amount').fill('12500');
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lena Umwandel');
	const lead = page.url();

	await expectAccessible(page);
	await page.getByRole('button', { name: 'Convert' }).click();
	await expect(page).toHaveURL(/\/deals\//);
	await expect(page.getByRole('main')).toContainText('Umwandel Werke AG');
	await expect(page.getByRole('main')).toContainText('12,500');

	await open(page, lead);
	const became = page.locator('section', { has: page.getByRole('heading', { name: 'Converted' }) });
	await expect(became.getByRole('link', { name: 'Lena Umwandel' })).toBeVisible();
	await became.getByRole('link', { name: 'Umwandel Werke AG' }).first().click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Umwandel Werke AG');
	await expect(page.getByRole('main')).toContainText('Lena Umwandel');
});

test('what is wrong is said beside the field, and nothing typed is lost', async ({ page, console }) => {
	console.allow(400);
	await open(page, '/companies/new');
	await page.getByLabel('City').fill('Leipzig');
	await page.getByLabel('Website').fill('gmail.com');
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await expect(page.getByText('Please fill this in.')).toBeVisible();
	await expect(page.getByText('Anybody can have a mailbox there, so it is no company’s domain.')).toBeVisible();
	await expect(page.getByLabel('City')).toHaveValue('Leipzig');
	await expectAccessible(page);
});

test('two people editing one company lose nothing: the second sees both versions', async ({
	page,
	context,
	console,
}) => {
	console.allow(409);
	const address = await makeCompany(page, 'Doppelt Bearbeitet GmbH');
	await open(page, `${address}?edit`);
	const other = await context.newPage();
	await open(other, `${address}?edit`);
	await other.getByLabel('Industry').fill('Sports');
	await other.getByRole('button', { name: 'Save' }).click();
	await expect(other.getByRole('status').getByText('Saved')).toBeVisible();

	await page.getByLabel('Industry').fill('Outdoor');
	await page.getByRole('button', { name: 'Save' }).click();
	const conflict = page.getByRole('alert');
	await expect(conflict).toContainText('Nothing was overwritten');
	await expect(conflict.getByRole('row', { name: /Industry/ })).toHaveText(/Outdoor.*Sports/);
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Save mine instead' }).click();
	await expect(page.getByRole('main').getByText('Industry: Sports → Outdoor')).toBeVisible();
});

test('what is deleted comes back with undo', async ({ page }) => {
	await makeCompany(page, 'Kurz Gelöscht KG');
	await page.getByRole('button', { name: 'Delete' }).click();
	await expect(page).toHaveURL(/\/companies$/);
	await page.getByRole('status').filter({ hasText: 'Deleted' }).getByRole('button', { name: 'Undo' }).last().click();
	await expect(page.getByText('Taken back')).toBeVisible();
	await open(page, '/companies?q=kurz+geloscht');
	await expect(page.getByRole('link', { name: 'Kurz Gelöscht KG' })).toBeVisible();
});

test('ticked rows are changed together and taken back together', async ({ page }) => {
	for (const name of ['Bulk Eins GmbH', 'Bulk Zwei GmbH']) await makeCompany(page, name);
	await open(page, '/companies?q=bulk');
	for (const box of await page.locator('tbody input[type=checkbox]').all()) await box.check();
	await page.locator('#bulk').getByLabel('Kind').selectOption('partner');
	await page.getByRole('button', { name: 'Apply' }).click();
	await expect(page.getByText('2 changed')).toBeVisible();
	await expect(page.locator('tbody').getByText('Partner')).toHaveCount(2);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.locator('tbody').getByText('Partner')).toHaveCount(0);
});

test('a correction of a customer survives the next load of the shop’s file', async ({ page }) => {
	await open(page, '/customers/C000005?edit');
	await page.getByLabel('Name *').fill('Frieda Berichtigt');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Frieda Berichtigt');
	await expect(page.getByText(/corrected; the source says/)).toBeVisible();

	const [header = ''] = readFileSync(customers, 'utf8').split('\n', 1);
	const fields = header
		.split(',')
		.map((field) => (field === 'customer_id' ? 'C900001' : field === 'name' ? 'Neu Kunde' : ''));
	appendFileSync(customers, `${fields.join(',')}\n`);
	await runFromPage(page);
	await open(page, '/customers?q=neu+kunde');
	const found = page.getByRole('link', { name: 'Neu Kunde', exact: true });
	await expect(found).toHaveAttribute('href', '/customers/C900001');
	await open(page, '/customers?q=frieda+berichtigt');
	await page.getByRole('link', { name: 'Frieda Berichtigt', exact: true }).click();
	await expect(page).toHaveURL(/\/customers\/C000005$/);
	await page.getByRole('button', { name: 'As the source says' }).click();
	await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Frieda Berichtigt');
});

test('a file of 1,000 contacts with 10 bad rows is tried, imported, and taken back', async ({ page }) => {
	const rows = Array.from({ length: 1000 }, (_, index) => {
		const email = index % 100 === 7 ? `broken-${index}` : `person${index}@import-test.example`;
		return `Ida;Import${index};${email};Berlin`;
	});
	await open(page, '/import?entity=contacts');
	await page.locator('input[type=file]').setInputFiles({
		name: 'kontakte.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(['Vorname;Nachname;E-Mail;Ort', ...rows].join('\r\n')),
	});
	await page.getByRole('button', { name: 'Look at it' }).click();
	await expect(page.getByLabel('What “E-Mail” fills')).toHaveValue('email');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Try it' }).click();
	const counts = page.locator('section', { has: page.getByRole('heading', { name: '3. What it does' }) });
	await expect(counts).toContainText(/Created\s*990/);
	await expect(counts).toContainText(/Refused\s*10/);
	await page.getByRole('button', { name: 'Import', exact: true }).click();
	await expect(page).toHaveURL(/\/import\/.+/, { timeout: 60_000 });
	await expect(page.getByRole('main')).toContainText(/Created\s*990/);

	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download them' }).click();
	const rejected = readFileSync(await (await downloading).path(), 'utf8')
		.trim()
		.split('\r\n');
	expect(rejected[0]).toBe('Vorname,Nachname,E-Mail,Ort');
	expect(rejected.slice(1)).toHaveLength(10);
	expect(rejected[1]).toBe('Ida,Import7,broken-7,Berlin');

	await open(page, '/contacts?q=import-test');
	await expect(page.getByText('990 contacts')).toBeVisible();
	await page.goBack();
	await page.getByRole('button', { name: 'Take it back' }).click();
	await expect(page.getByText(/Taken back on/)).toBeVisible({ timeout: 60_000 });
	await open(page, '/contacts?q=import-test');
	await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('a list leaves as a file without formulas, and the file is in the register', async ({ page }) => {
	await makeCompany(page, '=1+1 Formel AG');
	await open(page, '/companies?q=formel');
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Export' }).click();
	const text = readFileSync(await (await downloading).path(), 'utf8');
	expect(text).toContain("'=1+1 Formel AG");
	await open(page, '/export');
	await expect(page.locator('tbody tr').first()).toContainText('companies');
});

test('on a phone a contact is made, found by the search, and written a task for', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, '/contacts/new');
	await page.getByLabel('First name').fill('Toni');
	await page.getByLabel('Last name').fill('Telefon');
	await page.getByLabel('E-mail addresses, the main one').fill('toni@unterwegs.example');
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Toni Telefon');
	await page.getByLabel('Kind').selectOption('task');
	await page.getByLabel('What happened, or what is to do').fill('Toni anrufen');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(page.getByRole('main').getByText('Toni anrufen')).toBeVisible();

	await page.getByText('More', { exact: true }).click();
	await page.getByRole('link', { name: 'Search' }).click();
	await page.getByRole('searchbox').fill('toni telefon');
	await page.getByRole('button', { name: 'Search' }).click();
	await page.getByRole('main').getByRole('link', { name: 'Toni Telefon' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Toni Telefon');
});

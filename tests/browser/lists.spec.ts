import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Download, Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expectAccessible, open, test } from './kundig-page.ts';

/** The line between the reasons and the holdout. */
const ELIGIBLE = 'may be written to';

/** The numbers of the panel that says who gets the list: what fits, each reason, who is left. */
async function audience(
	page: Page,
): Promise<{ readonly fit: number; readonly recipients: number; readonly out: Map<string, number> }> {
	const lines = await page.locator('#audience li').allInnerTexts();
	const read = lines.map((line) => {
		const [figure = '', name = ''] = line.split('\n');
		return { name, rows: Number(figure.replace(/\D/g, '')) };
	});
	const [fit, ...rest] = read;
	const recipients = rest.pop();
	const reasons = rest.filter(({ name }) => name !== ELIGIBLE);
	return {
		fit: fit?.rows ?? 0,
		recipients: recipients?.rows ?? 0,
		out: new Map(reasons.map(({ name, rows }) => [name, rows])),
	};
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** Picks a value of a folded list of checkboxes. */
async function pick(page: Page, label: string, value: string): Promise<void> {
	const field = page.locator('details', { has: page.locator('summary', { hasText: label }) });
	await field.locator('summary').click();
	await field.getByRole('checkbox', { name: value }).check();
	await field.locator('summary').click();
}

async function saved(download: Download): Promise<{ readonly bytes: Buffer; readonly rows: Record<string, string>[] }> {
	const bytes = readFileSync(await download.path());
	return { bytes, rows: parse(bytes, { columns: true, bom: true }) };
}

/** Exports the list of the page as CSV, and gives the file. */
async function exportCsv(page: Page): ReturnType<typeof saved> {
	const panel = page.locator('#exports');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		panel.getByRole('button', { name: 'Export', exact: true }).click(),
	]);
	await expect(page.getByRole('status').filter({ hasText: 'left' }).first()).toBeVisible();
	return saved(download);
}

const receipt = (page: Page): Locator => page.locator('#exports li').first();

/** Every customer behind a reason, by their number, page by page. */
async function customersBehind(page: Page, reason: string): Promise<string[]> {
	await page.getByRole('link', { name: `Show who: ${reason}` }).click();
	const panel = page.locator('#left-out');
	const found: string[] = [];
	for (;;) {
		await expect(panel.getByRole('heading')).toHaveText(`Left out: ${reason}`);
		for (const link of await panel.locator('tbody th a').all()) {
			const href = (await link.getAttribute('href')) ?? '';
			found.push(decodeURIComponent(href.replace('/customers/', '')));
		}
		const next = panel.getByRole('link', { name: 'Next' });
		if ((await next.count()) === 0) return found;
		const first = await panel.locator('tbody th a').first().getAttribute('href');
		await next.click();
		await expect(panel.locator('tbody th a').first()).not.toHaveAttribute('href', first ?? '');
	}
}

/** Makes a list by its form and leaves the page on it. */
async function makeList(page: Page, name: string, address = '/lists/new'): Promise<void> {
	await open(page, address);
	await page.getByLabel('Name *').fill(name);
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
	await expect(page).toHaveURL(/\/lists\/[0-9A-Z]{26}$/);
}

test('a list from a segment with a score: who is left out, a consent taken back, a file equal to its receipt', async ({
	page,
	context,
}) => {
	await open(page, '/lists/new?segment=champions');
	await expect(page.locator('summary', { hasText: 'Segments' })).toContainText('Champions');
	const all = await audience(page);
	await page.getByLabel('Name *').fill('Champions to keep');
	await page.getByLabel('Expected revenue within a year (EUR), from').fill('300');
	// The count follows the form.
	await expect.poll(async () => (await audience(page)).fit).toBeLessThan(all.fit);
	await page.getByLabel('Held out (%)').fill('20');
	await expect.poll(async () => (await audience(page)).out.get('held out to compare')).toBeGreaterThan(0);
	await expectAccessible(page);
	const typed = await audience(page);
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Champions to keep');

	// What was counted while typing is what the list has, and nobody is lost between the two ends.
	const before = await audience(page);
	expect(before).toEqual(typed);
	expect(before.fit - sum(before.out.values())).toBe(before.recipients);
	expect(before.recipients).toBeGreaterThan(2);
	const silent = await customersBehind(page, 'never said yes');
	expect(silent).toHaveLength(before.out.get('never said yes') ?? 0);
	await expectAccessible(page);
	await page.locator('#left-out').getByRole('link', { name: 'Close' }).click();
	await expect(page.locator('#left-out')).toBeHidden();

	// Once drawn, nobody takes the place of another one.
	await page.getByRole('button', { name: 'Draw the holdout' }).click();
	await expect(page.getByRole('button', { name: 'Draw the holdout' })).toBeHidden();
	expect(await audience(page)).toEqual(before);

	// Somebody of the list takes their consent back, on their own page: the count falls at once.
	const list = page.url();
	const firstRows = page.getByRole('table', { name: 'First rows of the file' });
	const customerId = await firstRows.getByRole('rowheader').first().innerText();
	const [name = '', email = ''] = await firstRows.getByRole('cell').allInnerTexts();
	const other = await context.newPage();
	await open(other, `/contacts?q=${encodeURIComponent(name)}`);
	await other.getByRole('row', { name: email }).getByRole('link').first().click();
	const consents = other.locator('#consents');
	await consents.getByLabel('Channel').selectOption('E-mail');
	await consents.getByLabel('Purpose').selectOption('Marketing');
	await consents.getByRole('button', { name: 'Withdrawn' }).click();
	await expect(consents.getByText('withdrawn').first()).toBeVisible();
	await open(page, list);
	const after = await audience(page);
	expect(after.recipients).toBe(before.recipients - 1);
	expect(after.out.get('took their consent back')).toBe((before.out.get('took their consent back') ?? 0) + 1);

	// The file holds whom the page counts, says what the receipt says, and nobody else.
	const { bytes, rows } = await exportCsv(page);
	expect(rows).toHaveLength(after.recipients);
	await expect(receipt(page)).toContainText(`${rows.length} rows`);
	await expect(receipt(page)).toContainText(createHash('sha256').update(bytes).digest('hex'));
	await expect(receipt(page)).toContainText('E-mail, Marketing');
	for (const [reason, left] of after.out) await expect(receipt(page)).toContainText(`${left} ${reason}`);
	const inFile = rows.map((row) => row.customer_id ?? '');
	expect(new Set(inFile).size).toBe(inFile.length);
	expect(inFile).not.toContain(customerId);
	for (const reason of after.out.keys()) {
		const behind = await customersBehind(page, reason);
		expect(behind, reason).toHaveLength(after.out.get(reason) ?? 0);
		expect(
			behind.filter((id) => inFile.includes(id)),
			reason,
		).toEqual([]);
	}
	await open(page, '/export');
	await expect(page.getByRole('row', { name: 'Champions to keep' })).toContainText('E-mail, Marketing');

	// A second file holds the same people: who was held out stays held out.
	await open(page, list);
	const again = await exportCsv(page);
	expect(again.rows).toEqual(rows);
	await other.close();
});

test('a file that left tells who has taken their consent back since', async ({ page }) => {
	await makeList(page, 'Newsletter readers', '/lists/new?purpose=newsletter&holdout_share=0');
	const before = await audience(page);
	const { rows } = await exportCsv(page);
	expect(rows).toHaveLength(before.recipients);
	const list = page.url();
	const [person] = rows;
	await open(page, `/contacts?q=${encodeURIComponent(person?.name ?? '')}`);
	await page
		.getByRole('row', { name: person?.email ?? '' })
		.getByRole('link')
		.first()
		.click();
	const consents = page.locator('#consents');
	await consents.getByLabel('Purpose').selectOption('Every purpose');
	await consents.getByRole('button', { name: 'Withdrawn' }).click();
	await expect(consents.getByText('opted out of the channel').first()).toBeVisible();
	await open(page, list);
	await expect(page.locator('#exports')).toContainText('1 person in this file may no longer be written to');
	expect((await audience(page)).recipients).toBe(before.recipients - 1);
});

test('a list leaves out the people of another one, which then stays', async ({ page, console }) => {
	console.allow(400);
	await makeList(page, 'All of Germany', '/lists/new?countries=Germany&holdout_share=0');
	const germany = await audience(page);
	await open(page, '/lists/new?holdout_share=0');
	await page.getByLabel('Name *').fill('Everybody else');
	await pick(page, 'Leave out the people of', 'All of Germany');
	await expect.poll(async () => (await audience(page)).out.get('in a list that is left out')).toBe(germany.fit);
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everybody else');
	await open(page, '/lists');
	await page.getByRole('link', { name: 'All of Germany' }).click();
	await page.getByRole('button', { name: 'Delete' }).click();
	await expect(page.getByText('Not deleted: Everybody else stands on this list')).toBeVisible();
});

test('what is typed wrong is said beside the field, edits show in the history, and undo takes them back', async ({
	page,
	console,
}) => {
	console.allow(400);
	await open(page, '/lists/new?holdout_share=0');
	await page.getByLabel('Orders, from').fill('many');
	await page.getByLabel('Held out (%)').fill('70');
	await expect(page.getByText('From 0 to 50, please.')).toBeVisible();
	await expect(page.getByText('The count waits: something in the form cannot be read.').first()).toBeVisible();
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByText('Please fill this in.')).toBeVisible();
	await expect(page.getByLabel('Orders, from')).toHaveValue('many');
	await expectAccessible(page);

	await page.getByLabel('Name *').fill('Loyal and lapsed');
	await page.getByLabel('Orders, from').fill('3');
	await page.getByLabel('Held out (%)').fill('');
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Loyal and lapsed');
	await page.getByRole('link', { name: 'Edit' }).click();
	await page.getByLabel('Orders, from').fill('5');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Filters: Orders: 3 or more → Orders: 5 or more')).toBeVisible();
	await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
	await expect(page.getByRole('definition').filter({ hasText: '3 or more' })).toBeVisible();

	await page.getByRole('button', { name: 'Delete' }).click();
	await expect(page).toHaveURL(/\/lists$/);
	await page.getByRole('status').filter({ hasText: 'Deleted' }).getByRole('button', { name: 'Undo' }).last().click();
	await expect(page.getByRole('link', { name: 'Loyal and lapsed' })).toBeVisible();
});

test('the holdout is drawn by a button, once, and a workbook leaves', async ({ page }) => {
	await makeList(page, 'Drawn before', '/lists/new?min_orders=2&holdout_share=25');
	await page.getByRole('button', { name: 'Draw the holdout' }).click();
	await expect(page.getByText(/people drawn/).first()).toBeVisible();
	await expect(page.getByRole('button', { name: 'Draw the holdout' })).toBeHidden();
	const drawn = await page.getByRole('definition').filter({ hasText: 'written to' }).innerText();
	await page.locator('#exports').getByLabel('Format').selectOption('xlsx');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.locator('#exports').getByRole('button', { name: 'Export', exact: true }).click(),
	]);
	expect(download.suggestedFilename()).toMatch(/^drawn-before-.*\.xlsx$/);
	expect(
		readFileSync(await download.path())
			.subarray(0, 2)
			.toString(),
	).toBe('PK');
	await expect(receipt(page)).toContainText('Excel');
	expect(await page.getByRole('definition').filter({ hasText: 'written to' }).innerText()).toBe(drawn);
	await expect(page.locator('#result')).toContainText('The snapshot has no day after the export yet');
});

test('without a script a list is made, and who is left out is shown', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const page = await context.newPage();
	await page.goto('/lists/new');
	await page.getByLabel('Name *').fill('By hand');
	await page.getByLabel('Orders, from').fill('4');
	await page.getByRole('button', { name: 'Make the list' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('By hand');
	await page.getByRole('link', { name: 'Show who: never said yes' }).click();
	await expect(page.locator('#left-out tbody tr').first()).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.locator('#exports').getByRole('button', { name: 'Export', exact: true }).click(),
	]);
	expect((await saved(download)).rows.length).toBeGreaterThan(0);
	await context.close();
});

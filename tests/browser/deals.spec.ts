import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible, expectWithinWindow, open, prefer, test } from './kundig-page.ts';

/** Makes a deal of one line and gives its address. */
async function newDeal(page: Page, name: string): Promise<string> {
	await open(page, '/deals/new');
	await page.getByLabel('Name *').fill(name);
	await page.getByLabel('Currency *').fill('EUR');
	await page.getByRole('button', { name: 'Add a line' }).click();
	const line = page.getByRole('group', { name: 'Line 1' });
	await line.getByLabel('Description').fill('Installation');
	await line.getByLabel('Quantity').fill('3');
	await line.getByLabel('Unit price').fill('19.99');
	await line.getByLabel('Discount in %').fill('10');
	// 3 × 19.99 × 0.9 = 53.973
	await expect(line.getByText('€ 53.97')).toBeVisible();
	await page.getByRole('button', { name: 'Create' }).click();
	await page.waitForURL(/\/deals\/[0-9A-Z]{26}$/);
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	return new URL(page.url()).pathname;
}

test('a new deal has the sum of its lines as its amount, and says what is wrong beside the field', async ({
	page,
	console,
}) => {
	console.allow(400);
	await open(page, '/deals/new');
	await page.getByRole('button', { name: 'Add a line' }).click();
	const first = page.getByRole('group', { name: 'Line 1' });
	await first.getByLabel('Unit price').fill('twelve');
	await first.getByLabel('Discount in %').fill('120');
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(first.getByText('This is no number')).toBeVisible();
	await expect(first.getByText('From 0 to 100, please.')).toBeVisible();
	await expectAccessible(page);

	await newDeal(page, 'Deal with a line');
	await expect(page.getByText('€ 53.97').first()).toBeVisible();
	await page.getByRole('link', { name: 'Edit' }).first().click();
	await page.getByRole('button', { name: 'Add a line' }).click();
	const second = page.getByRole('group', { name: 'Line 2' });
	await second.getByLabel('Description').fill('Training');
	await second.getByLabel('Unit price').fill('100,50');
	await expect(page.getByText('€ 154.47')).toBeVisible();
	await page.getByRole('button', { name: 'Remove line 1' }).click();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Installation')).toBeHidden();
	await expect(page.getByRole('row', { name: 'Sum of the lines' })).toContainText('€ 100.50');
});

test('a deal is moved by its stage bar, lost with a reason only, and moved back by undo', async ({ page, console }) => {
	console.allow(400);
	await newDeal(page, 'Deal to lose');
	const bar = page.getByRole('region', { name: 'Stages of the deal' });
	await bar.getByRole('button', { name: 'Proposal' }).click();
	await expect(bar.locator('[aria-current=step]')).toHaveText('Proposal');
	await bar.getByText('Lost …').click();
	await bar.getByRole('button', { name: 'Mark as lost' }).click();
	await expect(bar.getByText('Please fill this in.')).toBeVisible();
	await bar.getByLabel('Reason for the loss').selectOption('Price');
	await bar.getByRole('button', { name: 'Mark as lost' }).click();
	await expect(bar.getByText(/^Lost on/)).toBeVisible();
	await expect(bar.getByText('· Price')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
	await expect(bar.locator('[aria-current=step]')).toHaveText('Proposal');
});

test('two people who edit one deal both see what the other wrote', async ({ page, console, context }) => {
	console.allow(409);
	const path = await newDeal(page, 'Deal of two');
	await open(page, `${path}?edit`);
	const other = await context.newPage();
	await open(other, `${path}?edit`);
	await other.getByLabel('Next step').fill('Call on Monday');
	await other.getByRole('group', { name: 'Line 1' }).getByLabel('Quantity').fill('4');
	await other.getByRole('button', { name: 'Save' }).click();
	await expect(other.getByText('Call on Monday').first()).toBeVisible();

	await page.getByLabel('Next step').fill('Send the offer');
	await page.getByRole('button', { name: 'Save' }).click();
	const notice = page.getByRole('alert');
	await expect(notice.getByRole('row', { name: 'Next step' })).toContainText('Call on Monday');
	await expect(page.getByText('The lines saved meanwhile.')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Save mine instead' }).click();
	await expect(page.getByText('Send the offer').first()).toBeVisible();
	await expect(page.getByText('€ 53.97').first()).toBeVisible();
});

test('a deal is deleted, and brought back with its lines', async ({ page }) => {
	const path = await newDeal(page, 'Deal to delete');
	await page.getByRole('button', { name: 'Delete' }).click();
	await page.waitForURL('/sales');
	await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
	await expect(page.getByText('Taken back')).toBeVisible();
	await open(page, path);
	await expect(page.getByRole('row', { name: 'Installation' })).toBeVisible();
});

test('without a script a deal is made with a line, moved and lost', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const page = await context.newPage();
	await page.goto('/deals/new');
	await page.getByLabel('Name *').fill('Deal by hand');
	await page.getByLabel('Currency *').fill('EUR');
	await page.getByLabel('Description').fill('Consulting');
	await page.getByLabel('Unit price').fill('80');
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByRole('row', { name: 'Sum of the lines' })).toContainText('€ 80.00');
	const bar = page.getByRole('region', { name: 'Stages of the deal' });
	await bar.getByRole('button', { name: 'Meeting' }).click();
	await expect(bar.locator('[aria-current=step]')).toHaveText('Meeting');
	await bar.getByText('Lost …').click();
	await bar.getByLabel('Reason for the loss').selectOption('timing');
	await bar.getByRole('button', { name: 'Mark as lost' }).click();
	await expect(bar.getByText('Wrong time')).toBeVisible();
	await context.close();
});

test('stages are added, renamed, put in order and deleted unless deals are in them', async ({ page, console }) => {
	console.allow(400);
	await newDeal(page, 'Deal in a stage');
	await open(page, '/sales/stages');
	await page.getByLabel('Name of the sales pipeline').last().fill('Partners');
	await page.getByRole('button', { name: 'Create' }).click();
	const panel = page.getByRole('region', { name: 'Partners' });
	await panel.getByLabel('New stage').fill('Talks');
	await panel.getByLabel('Probability in %').last().fill('40');
	await panel.getByRole('button', { name: 'Add' }).click();
	const talks = panel.getByRole('group', { name: 'Talks' });
	await expect(talks.getByLabel('Probability in %')).toHaveValue('40');
	await talks.getByLabel('Name').fill('First talks');
	await talks.getByLabel('Expected days').fill('9');
	await talks.getByRole('button', { name: 'Save' }).click();
	const renamed = panel.getByRole('group', { name: 'First talks' });
	await expect(renamed.getByLabel('Expected days')).toHaveValue('9');
	await renamed.getByRole('button', { name: 'Move First talks up' }).click();
	const top = panel.getByRole('listitem').first();
	await expect(top).toContainText('0 deals');
	await expect(top.getByRole('group')).toHaveAccessibleName('Partners: First talks');
	await renamed.getByRole('button', { name: 'Delete First talks' }).click();
	await expect(renamed).toBeHidden();
	await expectAccessible(page);

	const used = page.getByRole('group', { name: 'Qualified' });
	await used.getByRole('button', { name: 'Delete Qualified' }).click();
	await expect(page.getByText(/Not deleted: \d+ deals? (is|are) in it/)).toBeVisible();

	await panel.getByText('Rename').click();
	await panel.getByRole('button', { name: 'Delete', exact: true }).click();
	await expect(panel).toBeHidden();
});

test('on a phone and in German a deal is edited without the page moving sideways', async ({ page, baseURL }) => {
	const path = await newDeal(page, 'Deal am Telefon');
	await prefer(page, 'de', 'dark', baseURL ?? '');
	await page.setViewportSize({ width: 390, height: 844 });
	for (const address of [path, `${path}?edit`, '/sales/stages']) {
		await open(page, address);
		await expectWithinWindow(page);
		await expectAccessible(page);
	}
});

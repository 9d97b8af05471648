import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, open, test } from './kundig-page.ts';

/** A column of the board by its stage. */
function column(page: Page, stage: string): Locator {
	return page.locator('section.column', { has: page.getByRole('heading', { name: stage, exact: true }) });
}

function cardOf(page: Page, name: string): Locator {
	return page.locator('article', { has: page.getByRole('link', { name, exact: true }) });
}

/** The won revenue of today, as the rows behind it say. */
async function wonToday(page: Page): Promise<string> {
	await open(page, '/rows?metric=won_revenue&period=all');
	return page.getByRole('main').innerText();
}

/** How many deals were ever won, as the funnel of the snapshot says. */
async function wonInFunnel(page: Page): Promise<number> {
	await open(page, '/sales?period=all');
	const row = page.getByRole('region', { name: 'Funnel', exact: true }).getByRole('row', { name: /^Won/ });
	return Number((await row.getByRole('cell').first().innerText()).replace(/\D/g, ''));
}

/** Makes a deal by its form, without lines; gives the address of its page. */
async function makeDeal(page: Page, name: string, amount: string): Promise<string> {
	await open(page, '/deals/new');
	await page.getByLabel('Name *').fill(name);
	await page.getByLabel('Amount').fill(amount);
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
	return page.url();
}

test('a deal is dragged through the stages to won: at once on the board, in the figures after the run that follows', async ({
	page,
}) => {
	const wonBefore = await wonInFunnel(page);
	await makeDeal(page, 'Dragged To Won', '4321');
	await open(page, '/sales');
	for (const stage of ['Meeting', 'Proposal', 'Negotiation']) {
		await cardOf(page, 'Dragged To Won').dragTo(column(page, stage).locator('ul'));
		await expect(column(page, stage).getByText('Dragged To Won')).toBeVisible();
		await expect(page.getByText(`Dragged To Won is in ${stage} now`)).toBeVisible();
	}
	await expectAccessible(page);
	await cardOf(page, 'Dragged To Won').dragTo(column(page, 'Won').locator('ul'));
	await expect(page.getByText('Dragged To Won is won. Congratulations.')).toBeVisible();

	// Nobody asks for a run: it follows by itself once the edits have come to rest.
	await expect.poll(() => wonToday(page), { timeout: 90_000, intervals: [3000] }).toContain('4,321');
	expect(await wonInFunnel(page)).toBe(wonBefore + 1);
});

test('a loss asks for its reason, and undo brings the deal back', async ({ page }) => {
	await makeDeal(page, 'Lost With Reason', '700');
	await open(page, '/sales');
	await cardOf(page, 'Lost With Reason').dragTo(column(page, 'Lost').locator('ul'));
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByRole('button', { name: 'Mark as lost' })).toBeDisabled();
	await dialog.getByLabel('Reason').selectOption('price');
	await dialog.getByRole('button', { name: 'Mark as lost' }).click();
	await expect(column(page, 'Lost').getByText('Lost With Reason')).toBeVisible();
	await page
		.getByRole('status')
		.filter({ hasText: 'is in Lost now' })
		.getByRole('button', { name: 'Undo' })
		.last()
		.click();
	await expect(column(page, 'Qualified').getByText('Lost With Reason')).toBeVisible();
});

test('the keyboard moves the deal that has the focus', async ({ page }) => {
	await makeDeal(page, 'Moved By Keys', '300');
	await open(page, '/sales');
	await page.getByRole('link', { name: 'Moved By Keys', exact: true }).focus();
	await page.keyboard.press('Alt+ArrowRight');
	await expect(column(page, 'Meeting').getByText('Moved By Keys')).toBeVisible();
	await expect(page.getByText('Moved By Keys is in Meeting now')).toBeVisible();
});

test('two people editing one deal lose nothing', async ({ page, context, console }) => {
	console.allow(409);
	const address = await makeDeal(page, 'Edited Twice', '100');
	await open(page, `${address}?edit`);
	const other = await context.newPage();
	await open(other, `${address}?edit`);
	await other.getByLabel('Next step').fill('Call them');
	await other.getByRole('button', { name: 'Save' }).click();
	await expect(other.getByRole('status').getByText('Saved')).toBeVisible();
	await page.getByLabel('Next step').fill('Write to them');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toContainText('Call them');
	await page.getByRole('button', { name: 'Save mine instead' }).click();
	await expect(page.getByRole('main').getByText('Call them → Write to them')).toBeVisible();
});

test('on a phone a deal is moved by its menu', async ({ page }) => {
	await makeDeal(page, 'Moved On Phone', '250');
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, '/sales');
	const card = cardOf(page, 'Moved On Phone');
	await card.locator('summary').click();
	await card.getByRole('button', { name: 'Meeting' }).click();
	await expect(page.getByText('Moved On Phone is in Meeting now')).toBeVisible();
	await expect(column(page, 'Meeting').getByText('Moved On Phone')).toBeVisible();
});

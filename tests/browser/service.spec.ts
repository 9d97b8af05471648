import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectWithinWindow, open, test } from './kundig-page.ts';

/** So few tickets are like this that the test's own one shows in the figures. */
const RARE = "priority = 'urgent' and ticket_type = 'cancellation' and channel = 'social'";

/** Words that no earlier attempt of a test has used: the records of all attempts stand in one Kundig. */
function unique(word: string): string {
	return `${word}${Date.now().toString(36)}`;
}

async function makeContact(page: Page, firstName: string, lastName: string): Promise<void> {
	await open(page, '/contacts/new');
	await page.getByLabel('First name').fill(firstName);
	await page.getByLabel('Last name').fill(lastName);
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${firstName} ${lastName}`);
}

async function openTicket(page: Page, subject: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
	await open(page, '/tickets/new');
	await page.getByLabel('Subject').fill(subject);
	for (const [label, option] of Object.entries(fields)) await page.getByLabel(label).selectOption(option);
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(subject);
	return new URL(page.url()).pathname;
}

function rowOf(page: Page, text: string): Locator {
	return page.locator('tbody tr').filter({ hasText: text });
}

/** What was said that something happened, with its way back. */
function said(page: Page, text: string): Locator {
	return page.locator('.toaster p').filter({ hasText: text });
}

async function undo(page: Page, text: string): Promise<void> {
	await said(page, text).last().getByRole('button', { name: 'Undo' }).click();
	await expect(said(page, 'Taken back')).toBeVisible();
}

/** The number in a tile, 0 where there is nothing to show yet. */
async function figure(page: Page, name: string): Promise<number> {
	const tile = page.getByRole('button', { name: new RegExp(`^${name}`) });
	if ((await tile.count()) === 0) return 0;
	const text = await tile.first().innerText();
	return Number(/\n([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? 'NaN');
}

async function openFigures(page: Page): Promise<void> {
	await open(page, `/service/figures?period=all&compare=none&where=${encodeURIComponent(RARE)}`);
}

test('a ticket of a contact is answered and solved: its time stands on it at once, and in the figures after a run', async ({
	page,
	console,
}) => {
	console.allow(400);
	await openFigures(page);
	const before = await figure(page, 'Tickets opened');

	await makeContact(page, 'Ines', 'Ticketsen');
	await page.getByRole('region', { name: 'Tickets' }).getByRole('link', { name: 'Add' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('New ticket');
	await expect(page.getByRole('combobox', { name: 'Contact' })).toHaveValue('Ines Ticketsen');
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByText('Please fill this in.')).toBeVisible();
	await page.getByLabel('Subject').fill('The tent arrived without poles');
	await page.getByLabel('Priority').selectOption('urgent');
	await page.getByLabel('About').selectOption('cancellation');
	await page.getByLabel('Channel').selectOption('social');
	await page.getByLabel('What the customer wrote').fill('Nothing holds it up.');
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('The tent arrived without poles');
	await expect(page.getByText('Nothing holds it up.')).toBeVisible();
	await expectAccessible(page);

	await page.getByLabel('Internal note').check();
	await page.getByLabel('A note for colleagues').fill('The third one this week.');
	await page.getByRole('button', { name: 'Add note' }).click();
	await expect(page.getByText('noted for us')).toBeVisible();
	await page.getByLabel('Your reply to the customer').fill('Poles are on their way.');
	await page.getByRole('button', { name: 'Reply and solve' }).click();
	await expect(said(page, 'Reply kept')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('The tent');
	const facts = page.getByRole('region', { name: 'Ticket' });
	await expect(facts).toContainText(/First response\s*after \d+\s?min/);
	await expect(facts).toContainText(/Solved\s*after \d+\s?min/);

	await page.getByRole('button', { name: '5: very satisfied' }).click();
	await expect(page.getByText('The customer was very satisfied')).toBeVisible();
	await expectAccessible(page);

	// Nobody starts a run: it follows the edit when it has been quiet for a moment.
	await expect
		.poll(
			async () => {
				await openFigures(page);
				return figure(page, 'Tickets opened');
			},
			{ timeout: 150_000, intervals: [2000] },
		)
		.toBe(before + 1);
	const row = rowOf(page, 'Cancellation');
	await expect(row).toContainText('min');
	await expect(row).toContainText(/\d+ of \d+/);
	await expectAccessible(page);
});

test('the queue is worked from the row, by keys and in bulk, and every act has its way back', async ({ page }) => {
	const word = unique('queue');
	await openTicket(page, `${word}: the first one`, { Priority: 'high' });
	await openTicket(page, `${word}: the second one`, { Priority: 'low' });
	await open(page, `/service?view=unassigned&q=${word}`);
	await expect(page.locator('tbody tr')).toHaveCount(2);
	await expect(page.locator('tbody tr').first()).toContainText('the first one');
	await expectAccessible(page);

	await rowOf(page, 'the second one')
		.getByLabel(/^Priority of/)
		.focus();
	await rowOf(page, 'the second one')
		.getByLabel(/^Priority of/)
		.selectOption('urgent');
	await expect(said(page, 'Saved')).toBeVisible();
	await expect(page.locator('tbody tr').first()).toContainText('the second one');

	await page.keyboard.press('Escape');
	await page.locator('main').click({ position: { x: 5, y: 5 } });
	await page.keyboard.press('?');
	await expect(page.getByText('Next ticket')).toBeVisible();
	await page.keyboard.press('?');
	await page.keyboard.press('j');
	await page.keyboard.press('j');
	await expect(rowOf(page, 'the first one').getByRole('link')).toBeFocused();
	await page.keyboard.press('k');
	await expect(rowOf(page, 'the second one').getByRole('link')).toBeFocused();
	await page.keyboard.press('e');
	await expect(page.locator('tbody tr')).toHaveCount(1);
	await undo(page, 'solved');
	await expect(page.locator('tbody tr')).toHaveCount(2);

	await page.getByLabel('Tick all rows of this page').check();
	await expect(page.getByText('2 ticked')).toBeVisible();
	await expectAccessible(page);
	const bulk = page.getByRole('form', { name: 'Change the ticked rows' });
	await bulk.getByLabel('Owner').selectOption('Local user');
	await bulk.getByRole('button', { name: 'Apply' }).click();
	await expect(page.getByText('No ticket is in this view').or(page.getByText('Nothing matches'))).toBeVisible();
	await page.getByRole('link', { name: /^Mine/ }).click();
	await expect(page.locator('tbody tr')).toHaveCount(2);

	await rowOf(page, 'the second one').getByRole('link').focus();
	await page.keyboard.press('r');
	await expect(page.getByLabel('Your reply to the customer')).toBeFocused();
});

test('two people answer one ticket: the second sees the first before adding theirs', async ({
	page,
	context,
	console,
}) => {
	console.allow(409);
	const path = await openTicket(page, 'Two at once');
	await page.getByLabel('Your reply to the customer').fill('Mine, typed slowly.');
	const other = await context.newPage();
	await open(other, path);
	await other.getByLabel('Your reply to the customer').fill('Theirs, sent first.');
	await other.getByRole('button', { name: 'Reply', exact: true }).click();
	await expect(said(other, 'Reply kept')).toBeVisible();
	await other.close();

	await page.getByRole('button', { name: 'Reply', exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('Nothing was overwritten');
	await expect(page.getByText('Theirs, sent first.')).toBeVisible();
	await expect(page.getByLabel('Your reply to the customer')).toHaveValue('Mine, typed slowly.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Add mine as well' }).click();
	await expect(page.getByText('Mine, typed slowly.')).toBeVisible();
	await expect(page.getByRole('alert')).toBeHidden();

	await page.getByRole('button', { name: 'Delete' }).click();
	await expect(page).toHaveURL(/\/service$/);
	await undo(page, 'Deleted');
	await open(page, path);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Two at once');
});

test('a campaign has two members and a cost, and says who answered and who may not be written to', async ({
	page,
	console,
}) => {
	console.allow(400);
	const name = unique('Campaignsen');
	await makeContact(page, 'Anna', name);
	await makeContact(page, 'Berta', name);
	await open(page, '/campaigns/new');
	await page.getByLabel('Name').fill(`Letters to ${name}`);
	await page.getByLabel('Budget').fill('500');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Create' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Letters to ${name}`);

	await page.getByLabel('Add a contact').fill(`Anna ${name}`);
	await page.getByRole('option', { name: `Anna ${name}` }).click();
	await page.getByRole('button', { name: 'Add', exact: true }).first().click();
	await expect(rowOf(page, `Anna ${name}`)).toBeVisible();

	await page.getByRole('link', { name: 'Pick from the contacts' }).first().click();
	await page.getByRole('searchbox').fill(name.toLowerCase());
	await expect(rowOf(page, `Anna ${name}`)).toContainText('already in');
	await expect(page.locator('tbody tr')).toHaveCount(2);
	await expectAccessible(page);
	await rowOf(page, `Berta ${name}`).getByRole('checkbox').check();
	await page.getByRole('button', { name: 'Add to the campaign' }).click();
	await expect(page.getByText('2 members', { exact: true })).toBeVisible();
	await expect(page.getByText('2 of 2 members may not be written to.')).toBeVisible();

	const bulk = page.getByRole('form', { name: 'Change the ticked rows' });
	await page.getByLabel('Tick all rows of this page').check();
	await bulk.getByLabel('Status').selectOption('Sent');
	await bulk.getByRole('button', { name: 'Apply' }).click();
	await expect(said(page, '2 changed')).toBeVisible();
	await rowOf(page, `Berta ${name}`).getByRole('checkbox').check();
	await bulk.getByLabel('Status').selectOption('Responded');
	await bulk.getByRole('button', { name: 'Apply' }).click();
	await expect(page.getByRole('region', { name: 'Response' })).toContainText('1 of 2');

	const costs = page.getByRole('region', { name: 'Costs' });
	await costs.getByRole('button', { name: 'Add cost' }).click();
	await expect(costs.getByText('Please fill this in.')).toBeVisible();
	await costs.getByLabel('Amount').fill('120.50');
	await costs.getByLabel('What for').fill('Stamps');
	await costs.getByRole('button', { name: 'Add cost' }).click();
	await expect(costs).toContainText('€ 120.50 of a budget of € 500.00');
	await expectAccessible(page);

	await open(page, `/campaigns?q=${name}`);
	await expect(rowOf(page, `Letters to ${name}`)).toContainText('1 of 2');
	await expectAccessible(page);
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

	test('a ticket is found in the queue, answered and left waiting', async ({ page }) => {
		const word = unique('phone');
		await openTicket(page, `${word}: where is my parcel`);
		await open(page, `/service?q=${word}`);
		await expectAccessible(page);
		await rowOf(page, 'where is my parcel').tap();
		await page.getByLabel('Your reply to the customer').fill('It comes tomorrow.');
		await page.getByRole('button', { name: 'Reply and wait' }).tap();
		await expect(page.getByText('It comes tomorrow.')).toBeVisible();
		await expectWithinWindow(page);
		await expectAccessible(page);
		await open(page, `/service?view=pending&q=${word}`);
		await expect(rowOf(page, 'where is my parcel')).toBeVisible();
	});
});

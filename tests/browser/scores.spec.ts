import { expect } from '@playwright/test';
import { expectAccessible, open, test } from './kundig-page.ts';

const digits = (text: string | null): number => Number((text ?? '').replaceAll(/\D/g, ''));

test('a segment leads to its people, and to a list of them', async ({ page }) => {
	await open(page, '/segments');
	await expect(page.getByText(/of the buyers and brought/)).toBeVisible();
	const row = page.getByRole('row', { name: /Loyal/ }).first();
	const count = digits(await row.getByRole('cell').first().innerText());
	await row.getByRole('link', { name: 'Loyal', exact: true }).click();
	await expect(page).toHaveURL(/\/customers\?segment=loyal/);
	await expect(page.getByText(new RegExp(`^${count} of `))).toBeVisible();
	await page.goBack();
	await page.getByRole('link', { name: 'Make a list of Loyal' }).click();
	await expect(page).toHaveURL(/\/lists\/new\?segment=loyal/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('New list');
});

test('customers are found by their scores, and a filter is taken away in one click', async ({ page }) => {
	await open(page, '/customers?segment=champions,loyal');
	const summary = page.getByRole('status').filter({ hasText: /customers$/ });
	const all = digits((await summary.innerText()).split(' of ')[0] ?? '');
	await page.locator('summary', { hasText: 'Score' }).click();
	await page.getByRole('spinbutton', { name: 'Still active (%), to' }).fill('60');
	await page.getByRole('button', { name: 'Apply' }).click();
	await expect(page).toHaveURL(/alive_max=60/);
	await expect(page).toHaveURL(/segment=champions,loyal|segment=champions%2Cloyal/);
	const some = digits((await summary.innerText()).split(' of ')[0] ?? '');
	expect(some).toBeGreaterThan(0);
	expect(some).toBeLessThan(all);
	for (const cell of await page.locator('main tbody td[data-label="Still active"]').allInnerTexts()) {
		expect(digits(cell)).toBeLessThanOrEqual(60);
	}
	await page.getByRole('link', { name: /Remove.*Still active/ }).click();
	await expect(page).not.toHaveURL(/alive_max/);
	await expect(summary).toContainText(`${all} of `);
	await page.getByRole('link', { name: 'At risk' }).click();
	await expect(page).toHaveURL(/sort=value_at_risk/);
	await expect(page).toHaveURL(/segment=champions/);
});

test('scores are filtered without scripts', async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const page = await context.newPage();
	await page.goto('/customers?segment=loyal');
	await page.locator('summary', { hasText: 'Score' }).click();
	await page.getByRole('spinbutton', { name: 'Still active (%), from' }).fill('50');
	await page.getByRole('button', { name: 'Apply' }).click();
	await expect(page).toHaveURL(/segment=loyal/);
	await expect(page).toHaveURL(/alive_min=50/);
	await page.goto('/forecast');
	await expect(page.locator('main svg').first()).toBeVisible();
	await context.close();
});

test('a customer’s score has a reason, and a model that can be looked at', async ({ page }) => {
	await open(page, '/customers?status=scored&sort=expected_revenue');
	await page.locator('main tbody tr a').first().click();
	const panel = page.getByRole('region', { name: 'Score', exact: true });
	await expect(panel).toContainText(/Usually buys every|Bought once/);
	await expect(panel).toContainText(/\d+\s%/);
	await expect(panel).toContainText(/80 of 100 times between/);
	await panel.getByRole('link', { name: 'How the model does' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customer value');
	await expect(page.getByRole('figure', { name: 'Are its chances what they say?' })).toBeVisible();
});

test('who never bought has a word instead of a number', async ({ page }) => {
	await open(page, '/customers?status=no_history');
	await page.locator('main tbody tr a').first().click();
	const panel = page.getByRole('region', { name: 'Score', exact: true });
	await expect(panel).toContainText('Never bought');
	await expect(panel).not.toContainText(/NaN|\d\s%/);
});

test('a forecast is chosen by grain and series, and says what became of earlier ones', async ({ page }) => {
	await open(page, '/forecast');
	await expect(page.getByText(/The next 3 months are expected to bring/)).toBeVisible();
	await page.getByRole('link', { name: 'Weeks' }).click();
	await expect(page).toHaveURL(/grain=week/);
	await page.locator('summary', { hasText: 'Series' }).click();
	await page.getByRole('link', { name: 'Country: Germany' }).click();
	await expect(page).toHaveURL(/series=country&value=Germany/);
	await expect(page.getByText(/The next 4 weeks are expected to bring .* in Germany/)).toBeVisible();
	const chart = page.getByRole('figure', { name: /Germany/ });
	await chart.locator('summary').click();
	await expect(chart.getByRole('columnheader', { name: '80 of 100 times' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'What became of past forecasts' })).toContainText(
		/No forecast has come true yet|the running week/,
	);
});

test('an address that asks for what is not there is read as far as it can be', async ({ page, console }) => {
	await open(page, '/forecast?series=country&value=Atlantis&grain=fortnight');
	await expect(page.getByText('Atlantis')).toBeVisible();
	await expect(page.getByText('fortnight')).toBeVisible();
	await open(page, '/segments?since=1999-01-01');
	await expect(page.getByText('1999-01-01')).toBeVisible();
	console.allow(404);
	const answer = await page.goto('/models/horoscope');
	expect(answer?.status()).toBe(404);
});

test('figures of the overview that look ahead have their definition, and lead on', async ({ page }) => {
	await open(page, '/');
	await page.getByRole('button', { name: /Value at risk/ }).click();
	await expect(page.getByText('times the chance that they are not')).toBeVisible();
	await expect(page.getByText('customer_scores').first()).toBeVisible();
	await expect(page.getByRole('link', { name: 'Show the rows' })).toHaveAttribute('href', /metric=value_at_risk/);
	await page.keyboard.press('Escape');
	await page.getByRole('figure', { name: 'Net revenue and forecast' }).getByRole('link', { name: 'Forecast' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forecast');
});

test('an open deal has a chance beside its stage’s', async ({ page }) => {
	await open(page, '/sales?view=table');
	await page.locator('main tbody tr a').first().click();
	await expect(page).toHaveURL(/\/deals\//);
	const panel = page.getByRole('region', { name: 'Win probability' });
	await expect(panel).toContainText(/Of deals that came to|It was not open in the newest snapshot/);
	await expectAccessible(page);
});

test('models are fitted anew when somebody asks', async ({ page }) => {
	test.slow();
	await open(page, '/models');
	await page.getByRole('button', { name: 'Refit now' }).click();
	await expect(page.getByText('All models are being fitted anew')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Refit now' })).toBeDisabled();
	await expect(async () => {
		await open(page, '/models');
		await expect(page.getByRole('button', { name: 'Refit now' })).toBeEnabled({ timeout: 1_000 });
	}).toPass({ timeout: 120_000 });
	await expect(page.getByRole('row', { name: /Customer value/ })).toContainText(/somebody asked|kept/);
});

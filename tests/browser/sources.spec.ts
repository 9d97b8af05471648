import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { writeCompany } from '#demo/company.ts';
import { projectFolder } from '../support/project.ts';
import { freePort } from '../support/server-process.ts';
import { testFolder } from './folders.ts';
import { expectAccessible, expectWithinWindow, open, test } from './kundig-page.ts';

/** Everything here happens to a Kundig of its own: what is put in the place of the demo would be everybody's. */
const dataFolder = join(testFolder, 'own-data');

const CUSTOMERS = `Kundennummer;Name;E-Mail;Telefon;Ort;Angelegt am
K1;Ada Berg;ada@example.com;030 1;Berlin;13.02.2025
K2;Bo Klein;bo@example.com;030 2;Ulm;14.02.2025
K3;Cy Wolf;cy@example.com;030 3;Bonn;15.02.2025
`;
const ORDERS = `Bestellnummer;Pos;Kundennummer;Bestelldatum;Artikelnummer;Bezeichnung;Menge;Einzelpreis
B1;1;K1;20.03.2025;A1;Zelt;2;100,50
B1;2;K1;20.03.2025;A2;Seil;1;9,00
B2;1;K2;21.03.2025;A1;Zelt;1;100,50
`;
const UNCLEAR = 'Name,Info\nx,13.02.2025\n';

let kundig: ChildProcess | null = null;
let origin = '';

function file(name: string, content: string): { name: string; mimeType: string; buffer: Buffer } {
	return { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
}

/** Drops files and waits until each has been looked at. */
async function drop(page: Page, files: readonly ReturnType<typeof file>[]): Promise<void> {
	await page.locator('input[type=file]').setInputFiles([...files]);
	for (const { name } of files) {
		await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText(/confirmed|Asks something/i, {
			timeout: 60_000,
		});
	}
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
	rmSync(dataFolder, { recursive: true, force: true });
	mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
	await writeCompany({ customers: 60, seed: 3, until: '2026-10-14', out: join(dataFolder, 'demo') });
	const port = await freePort();
	origin = `http://127.0.0.1:${port}`;
	const program = join(projectFolder, 'pipeline', 'kundig.js');
	const args = ['start', '--no-schedule', '--port', String(port), '--data', dataFolder];
	// Elsewhere, so that no config lies beside.
	kundig = spawn(process.execPath, [program, ...args], { cwd: testFolder, stdio: 'ignore' });
	await expect
		.poll(async () => (await fetch(`${origin}/data/sources`).catch(() => null))?.status, { timeout: 120_000 })
		.toBe(200);
});

test.afterAll(async () => {
	if (kundig?.exitCode !== null) return;
	kundig.kill('SIGTERM');
	await once(kundig, 'exit');
});

test('a file that cannot be read is refused in words', async ({ page, console }) => {
	console.allow(400);
	await open(page, `${origin}/data/sources`);
	await page.locator('input[type=file]').setInputFiles([file('photo.png', 'x'), file('empty.csv', '')]);
	await expect(page.getByText('photo.png is of a kind that cannot be read')).toBeVisible();
	await expect(page.getByText('empty.csv is empty')).toBeVisible();
	expect(existsSync(join(dataFolder, 'uploads')) ? readdirSync(join(dataFolder, 'uploads')) : []).toEqual([]);
});

test('a question that the file leaves open is answered on its page', async ({ page }) => {
	await open(page, `${origin}/data/sources`);
	await drop(page, [file('who.csv', UNCLEAR)]);
	await page.getByRole('link', { name: 'who.csv' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('who.csv');
	await expect(page.getByRole('button', { name: 'That is right' })).toBeDisabled();
	await page.getByRole('combobox', { name: 'What does a row tell of?' }).selectOption('customers');
	await page.getByLabel('What Name is for Customers').selectOption('customer_id');
	await expect(page.locator('#preview')).toContainText('Customers: 1', { timeout: 60_000 });
	await expect(page.getByRole('button', { name: 'That is right' })).toBeEnabled();
	await page.getByRole('button', { name: 'Remove' }).click();
	await expect(page.getByRole('row', { name: /who\.csv/ })).toHaveCount(0);
});

test('somebody puts their own company in the place of the demo', async ({ page, console }) => {
	// While the stores change places the page is told to wait, and for a moment nobody answers.
	console.allow(503);
	console.allow('none');
	await open(page, `${origin}/data/sources`);
	await expect(page.getByText('This is the demo company.')).toBeVisible();
	await drop(page, [file('kunden.csv', CUSTOMERS), file('bestellungen.csv', ORDERS)]);
	await expectAccessible(page);

	await page.getByRole('link', { name: 'kunden.csv' }).click();
	await expect(page.locator('#preview')).toContainText('ada@example.com');
	await expectAccessible(page);
	await page.getByLabel('How Telefon is loaded').selectOption('drop');
	await expect(page.locator('#preview')).not.toContainText('030 1', { timeout: 60_000 });
	await page.getByLabel('How E-Mail is loaded').selectOption('pseudonym');
	await expect(page.locator('#preview')).not.toContainText('ada@example.com', { timeout: 60_000 });
	await page.getByRole('button', { name: 'That is right' }).click();

	await expect(page.getByLabel('Name of your company')).toBeVisible();
	await page.setViewportSize({ width: 390, height: 844 });
	await expectWithinWindow(page);
	await expectAccessible(page);
	await page.setViewportSize({ width: 1440, height: 900 });

	// The other file is not confirmed: it would go aside with the demo.
	console.allow(400);
	await page.getByLabel('Name of your company').fill('Zeltwerk');
	await page.getByRole('button', { name: 'Replace the demo' }).click();
	await expect(page.getByText('Confirm every file first')).toBeVisible();
	await page.getByRole('link', { name: 'bestellungen.csv' }).click();
	await expect(page.getByLabel('What Menge is for Order lines')).toHaveValue('quantity');
	await page.getByRole('button', { name: 'That is right' }).click();

	await page.getByLabel('Name of your company').fill('Zeltwerk');
	await page.getByLabel('Time zone of its days').fill('Mars/Olympus');
	await page.getByRole('button', { name: 'Replace the demo' }).click();
	await expect(page.getByText('That time zone is not known')).toBeVisible();
	await page.getByLabel('Time zone of its days').fill('Europe/Berlin');
	await page.getByRole('button', { name: 'Replace the demo' }).click();
	await expect(page.locator('footer')).toContainText('Zeltwerk', { timeout: 120_000 });
	await expect(page.getByText('This is the demo company.')).toHaveCount(0);

	await open(page, `${origin}/customers`);
	await expect(page.locator('main table')).toContainText('Ada Berg');
	await expect(page.locator('main')).not.toContainText('ada@example.com');
	await open(page, `${origin}/rows?metric=net_revenue&period=all`);
	await expect(page.locator('main')).toContainText('3 rows');
	await expect(page.locator('main')).toContainText('€ 201.00');
	const replaced = readdirSync(join(dataFolder, 'replaced'));
	expect(readdirSync(join(dataFolder, 'replaced', replaced[0] ?? '')).sort()).toContain('demo');
});

test('a newer file is more of its source, and the run that loads it begins by itself', async ({ page }) => {
	await open(page, `${origin}/data/sources`);
	await drop(page, [file('bestellungen-neu.csv', `${ORDERS}B3;1;K3;22.03.2025;A2;Seil;10;9,00\n`)]);
	await page.getByRole('link', { name: 'bestellungen-neu.csv' }).click();
	await expect(page.getByRole('heading', { name: 'More of bestellungen' })).toBeVisible();
	await page.getByRole('button', { name: 'That is right' }).click();
	await page.getByRole('button', { name: 'Add and load' }).click();
	// The run loads, builds and checks before its figures are there.
	await expect(async () => {
		await open(page, `${origin}/rows?metric=net_revenue&period=all`);
		await expect(page.locator('main')).toContainText('4 rows', { timeout: 1_000 });
	}).toPass({ timeout: 120_000 });
	await expect(page.locator('main')).toContainText('€ 90.00');
});

test('a source is taken back, corrected and added again', async ({ page }) => {
	const isNamed = async (): Promise<boolean> => {
		await open(page, `${origin}/customers`);
		return (await page.locator('main').textContent())?.includes('Ada Berg') ?? false;
	};
	await open(page, `${origin}/data/sources`);
	// Somebody on a phone reaches it, too.
	await page.setViewportSize({ width: 390, height: 844 });
	await expectWithinWindow(page);
	await page.getByRole('button', { name: 'Take back kunden' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByRole('row', { name: /kunden\.csv/ })).toHaveCount(0);
	await page.setViewportSize({ width: 1440, height: 900 });

	await page.getByRole('button', { name: 'Take back kunden' }).click();
	await expect(page.getByRole('dialog')).toContainText('Take back kunden?');
	await expectAccessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
	await expect(page.getByText('kunden is taken back.')).toBeVisible({ timeout: 60_000 });
	await expect(page.getByRole('link', { name: 'Follow the run' })).toBeVisible();
	await expect(page.getByRole('row', { name: /kunden\.csv/ })).toContainText('To be confirmed', { timeout: 60_000 });
	await expectAccessible(page);
	await expect.poll(isNamed, { timeout: 120_000 }).toBe(false);

	// The config needs one.
	await open(page, `${origin}/data/sources`);
	await page.getByRole('button', { name: 'Take back bestellungen' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
	await expect(page.getByText('bestellungen is the only source')).toBeVisible({ timeout: 60_000 });

	await page.getByRole('link', { name: 'kunden.csv' }).click();
	await expect(page.getByLabel('How Telefon is loaded')).toHaveValue('drop');
	await expect(page.getByLabel('How E-Mail is loaded')).toHaveValue('pseudonym');
	await page.getByLabel('What Ort is for Customers').selectOption('');
	await expect(page.locator('#preview')).not.toContainText('Berlin', { timeout: 60_000 });
	await page.getByRole('button', { name: 'That is right' }).click();
	await page.getByRole('button', { name: 'Add and load' }).click();
	await expect(page.getByRole('row', { name: /kunden\.csv/ })).toHaveCount(0, { timeout: 60_000 });
	await expect.poll(isNamed, { timeout: 120_000 }).toBe(true);
	await expect(page.locator('main')).not.toContainText('Berlin');
	const config = readFileSync(join(dataFolder, 'company', 'kundig.config.ts'), 'utf8');
	expect(config.match(/name: 'kunden'/g)).toHaveLength(1);
});

test('a template is understood without a question', async ({ page }) => {
	await open(page, `${origin}/data/sources`);
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Template for Orders' }).click();
	const download = await downloading;
	const path = await download.path();
	await page.locator('input[type=file]').setInputFiles({
		name: download.suggestedFilename(),
		mimeType: 'text/csv',
		buffer: readFileSync(path),
	});
	const row = page.getByRole('row', { name: /orders\.csv/ });
	await expect(row).toContainText('To be confirmed', { timeout: 60_000 });
	await expect(row).toContainText('Orders');
});

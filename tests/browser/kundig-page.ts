import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';

/** What the browser said that nobody expected; a test adds the answers it provokes itself. */
export interface Console {
	readonly problems: string[];
	/** Allows the browser's own word about an answer of this status, or about none, which the test provokes. */
	allow(answer: 400 | 404 | 409 | 503 | 'none'): void;
}

interface Fixtures {
	console: Console;
}

/** Every test fails on a word in the browser's console that it did not provoke. */
export const test = base.extend<Fixtures>({
	console: [
		async ({ page }, use) => {
			const allowed = new Set<string>();
			const problems: string[] = [];
			page.on('console', (message) => {
				const text = message.text();
				const isAllowed = [...allowed].some((word) => text.includes(word));
				if (message.type() === 'error' && !isAllowed) problems.push(text);
			});
			page.on('pageerror', (error) => problems.push(error.message));
			await use({
				problems,
				allow: (answer) => allowed.add(answer === 'none' ? 'ERR_CONNECTION_REFUSED' : `status of ${answer}`),
			});
			expect(problems, 'words in the console').toEqual([]);
		},
		{ auto: true },
	],
});

/** Opens a page and waits until it answers to clicks. */
export async function open(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.locator('html[data-hydrated]').waitFor();
}

/** Fails where something is wider than the window: what scrolls sideways scrolls in itself. */
export async function expectWithinWindow(page: Page): Promise<void> {
	const overflow = await page.evaluate<number>(
		'document.documentElement.scrollWidth - document.documentElement.clientWidth',
	);
	expect(overflow, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}

/** Fails on anything axe finds wrong with the page as it is now, by all of its rules or by contrast alone. */
export async function expectAccessible(page: Page, rules: 'all' | 'contrast' = 'all'): Promise<void> {
	const axe = new AxeBuilder({ page });
	const { violations } = await (rules === 'contrast' ? axe.withRules('color-contrast') : axe).analyze();
	const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
	expect(found, 'axe violations').toEqual([]);
}

/** Sets language and theme as the page's own switches do. */
export async function prefer(page: Page, locale: 'en' | 'de', theme: 'light' | 'dark', baseURL: string): Promise<void> {
	await page.context().addCookies([
		{ name: 'PARAGLIDE_LOCALE', value: locale, url: baseURL },
		{ name: 'kundig_theme', value: theme, url: baseURL },
	]);
}

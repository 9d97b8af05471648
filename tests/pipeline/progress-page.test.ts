import { describe, expect, it } from 'vitest';
import { plannedSteps } from '#pipeline/planned-steps.ts';
import { pageLanguage, progressList, progressPage } from '#pipeline/progress-page.ts';
import type { Preparation } from '#pipeline/progress-page.ts';

const STEP = { position: 0, source: null, done: 0, total: null, unit: null, seconds: null };
const STATE: Preparation = {
	reason: 'first',
	upgrade: null,
	app: { status: 'running', error: null },
	demo: { share: 0.25 },
	steps: [
		{ ...STEP, name: 'load', source: 'orders', status: 'running', done: 1, total: 4, unit: 'bytes' },
		{ ...STEP, position: 1, name: 'transform', status: 'waiting' },
	],
	error: null,
};

describe('pageLanguage', () => {
	it.each([
		['de-DE,de;q=0.9,en;q=0.8', 'de'],
		['DE', 'de'],
		['en,de;q=0.9', 'en'],
		['del', 'en'],
		['', 'en'],
		[undefined, 'en'],
	])('of %j is %s', (header, language) => {
		expect(pageLanguage(header)).toBe(language);
	});
});

describe('progressList', () => {
	it('shows every step with how far it is', () => {
		const list = progressList(STATE, 'en');
		expect(list).toContain('<li data-status="running"><span>Build the app</span><progress></progress></li>');
		expect(list).toContain('<span>Make the demo company</span><progress value="0.25" max="1">');
		expect(list).toContain('<span>Load orders</span><progress value="0.25" max="1">');
		expect(list).toContain('<li data-status="waiting"><span>Build the tables</span><progress value="0" max="1">');
		expect(list).not.toContain('role="alert"');
		expect(progressList(STATE, 'de')).toContain('<span>Laden: orders</span>');
	});

	it.each(['en', 'de'] as const)('names every step of a run in words (%s)', (language) => {
		const planned = plannedSteps(['orders'], null);
		const steps = planned.map((step, position) => ({ ...STEP, ...step, position, status: 'waiting' as const }));
		const names = [...progressList({ ...STATE, steps }, language).matchAll(/<span>([^<]*)<\/span>/g)].map(
			([, name]) => name,
		);
		expect(names).toHaveLength(2 + planned.length);
		for (const { name } of planned) expect(names).not.toContain(name);
	});

	it('shows a step that has ended as done, with or without a total', () => {
		const ended = { ...STEP, name: 'map', status: 'ok' as const };
		expect(progressList({ ...STATE, steps: [ended] }, 'en')).toContain(
			'<li data-status="ok"><span>Map sources to customers and orders</span><progress value="1" max="1">',
		);
	});

	it('says what failed and what to do, with a way to try again, and never as markup', () => {
		const error = { kind: 'source', message: '<script>alert(1)</script> & "x"', hint: 'mend <b>it</b>' };
		const list = progressList({ ...STATE, error }, 'en');
		expect(list).toContain('role="alert"');
		expect(list).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;');
		expect(list).not.toContain('<script>');
		expect(list).not.toContain('<b>');
		expect(list).toContain('<form method="post"><button>Run again</button></form>');
	});

	it('says when the app could not be built', () => {
		const app = { status: 'failed', error: 'vite ended with 1' } as const;
		expect(progressList({ ...STATE, app }, 'en')).toContain('vite ended with 1');
	});
});

describe('progressPage', () => {
	it('is a whole page in the language of the reader, whose script and style carry the nonce', () => {
		const page = progressPage(STATE, 'de', 'abc');
		expect(page).toMatch(/^<!doctype html>\n<html lang="de">/);
		expect(page).toContain('<title>Kundig macht sich bereit</title>');
		expect(page.match(/<(script|style)/g)).toEqual(['<style', '<script']);
		expect(page.match(/<(script|style) nonce="abc">/g)).toHaveLength(2);
		expect(page).toContain('<noscript>');
		expect(page).toContain(progressList(STATE, 'de'));
	});
});

import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Chart from '#lib/components/Chart.svelte';
import { words } from './words.ts';

const { body } = render(Chart, {
	props: {
		title: 'Net revenue',
		subtitle: 'EUR a month, 2026',
		alternative: 'Net revenue falls.',
		currency: 'EUR',
		spec: {
			kind: 'line-over-time',
			rows: [
				{ starts_on: '2026-01-01', value: 20 },
				{ starts_on: '2026-02-01', value: 10 },
			],
			grain: 'month',
			unit: 'money',
			name: 'Net revenue',
			lastIsIncomplete: false,
		},
	},
});

test('the server sends the chart drawn, once for each width of place', () => {
	const widths = [...body.matchAll(/<svg[^>]*\swidth="(\d+)"/g)].map(([, width]) => width);
	expect(widths).toEqual(['320', '480', '720']);
});

test('no two patterns of a page share a name', () => {
	const ids = [...body.matchAll(/<pattern[^>]*\sid="([^"]+)"/g)].map(([, id]) => id);
	expect(ids.length).toBeGreaterThan(0);
	expect(new Set(ids).size).toBe(ids.length);
});

test('is a figure with title, unit, a text for those who do not see it, and the table behind it', () => {
	expect(body).toMatch(/<figure[^>]*aria-labelledby="([^"]+)"[\s\S]*<h2 id="\1"/);
	expect(body).toContain('aria-label="Net revenue falls."');
	expect(words(body)).toContain('EUR a month, 2026');
	expect(words(body).replaceAll('\u202f', ' ')).toContain('Period Net revenue Jan 2026 € 20.00 Feb 2026 € 10.00');
});

import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import CohortTable from '#lib/components/CohortTable.svelte';
import DroppedNotice from '#lib/components/DroppedNotice.svelte';
import FilterBar from '#lib/components/FilterBar.svelte';
import Pagination from '#lib/components/Pagination.svelte';
import ProgressBar from '#lib/components/ProgressBar.svelte';
import Status from '#lib/components/Status.svelte';
import { words } from './words.ts';

test('a status says itself in words', () => {
	expect(words(render(Status, { props: { status: 'failed' } }).body)).toBe('Failed');
	expect(words(render(Status, { props: { status: 'ok', label: 'Published' } }).body)).toBe('Published');
});

test('a progress bar tells how far, and nothing where nobody knows', () => {
	const known = render(ProgressBar, { props: { label: 'Loading', value: 0.336, text: '182 of 541' } }).body;
	expect(known).toContain('aria-valuenow="34"');
	expect(known).toContain('aria-valuetext="182 of 541"');
	expect(render(ProgressBar, { props: { label: 'Checking', value: null } }).body).not.toContain('aria-valuenow');
});

test('a filter can be taken away by a link that says which', () => {
	const filters = [{ label: 'Country is Germany', removeHref: '?q=a' }];
	const { body } = render(FilterBar, { props: { filters } });
	expect(body).toMatch(/<a href="\?q=a" aria-label="Remove filter: Country is Germany"/);
});

test('all filters can be taken away at once when there are several', () => {
	const filters = ['A', 'B'].map((label) => ({ label, removeHref: '?' }));
	expect(words(render(FilterBar, { props: { filters, clearHref: '?' } }).body)).toContain('Remove all');
	expect(words(render(FilterBar, { props: { filters: filters.slice(1), clearHref: '?' } }).body)).not.toContain('all');
});

test('a list of one page has no pages to turn', () => {
	const href = (page: number): string => `?page=${page}`;
	expect(words(render(Pagination, { props: { page: 1, pages: 1, href } }).body)).toBe('');
	const { body } = render(Pagination, { props: { page: 2, pages: 1043, href } });
	expect(words(body)).toBe('← Previous Page 2 of 1,043 Next →');
	expect(body).toContain('href="?page=1" rel="prev"');
	expect(body).toContain('href="?page=3" rel="next"');
});

test('what the address asked for and did not get is said', () => {
	const { body } = render(DroppedNotice, { props: { dropped: [{ key: 'grain', value: 'fortnight' }] } });
	expect(words(body)).toBe('The address asked for grain = “fortnight”, which cannot be read. It was left out.');
	expect(words(render(DroppedNotice, { props: { dropped: [] } }).body)).toBe('');
});

test('a cohort’s last month is hatched while it runs, months to come are empty', () => {
	const rows = [
		{ cohort_month: '2026-09-01', customers: 412, retention: [0.3, 0.1] },
		{ cohort_month: '2026-10-01', customers: 390, retention: [0.12, null] },
	];
	const { body } = render(CohortTable, { props: { caption: 'Retention', rows, lastIsIncomplete: true } });
	expect(words(body).replaceAll('\u202f', ' ')).toContain('Sep 2026 412 30 % 10 % Oct 2026 390 12 %');
	const running = [...body.matchAll(/class="cell[^"]*running[^>]*>(\d+)/g)].map(([, percent]) => percent);
	expect(running).toEqual(['10', '12']);
	// The deepest tone belongs to the largest ratio of the table.
	expect(body).toContain('--part: 100%');
});

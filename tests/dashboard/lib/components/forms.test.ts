import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Checkbox from '#lib/components/Checkbox.svelte';
import Input from '#lib/components/Input.svelte';
import Select from '#lib/components/Select.svelte';
import { words } from './words.ts';

test('a field belongs to its label and its help', () => {
	const { body } = render(Input, {
		props: { label: 'E-mail', name: 'email', value: 'a@example.org', help: 'For reports' },
	});
	const id = /<label for="([^"]+)"/.exec(body)?.[1] ?? '?';
	expect(body).toContain(`id="${id}"`);
	expect(body).toContain(`aria-describedby="${id}-note"`);
	expect(body).toContain('value="a@example.org"');
	expect(words(body)).toBe('E-mail For reports');
});

test('an error stands in the help’s place and marks the field', () => {
	const { body } = render(Input, {
		props: { label: 'Days', name: 'days', help: 'A number', error: '“x” is no number' },
	});
	expect(body).toContain('aria-invalid="true"');
	expect(words(body)).toBe('Days “x” is no number');
});

test('a select has its value chosen before any script runs', () => {
	const options = [
		{ value: 'a', label: 'A' },
		{ value: 'b', label: 'B' },
	];
	const { body } = render(Select, { props: { label: 'Kind', name: 'kind', value: 'b', options } });
	expect(body).toMatch(/<option value="b" selected/);
	expect(body).not.toMatch(/<option value="a" selected/);
});

test('a checkbox is named by its label and explained by its help', () => {
	const { body } = render(Checkbox, { props: { label: 'Weekly', name: 'weekly', help: 'On Mondays', checked: true } });
	const id = /<label for="([^"]+)"/.exec(body)?.[1] ?? '?';
	expect(body).toMatch(new RegExp(`<input[^>]*id="${id}"[^>]*checked[^>]*aria-describedby="${id}-help"`));
});

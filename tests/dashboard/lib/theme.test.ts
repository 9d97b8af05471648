import { expect, test } from 'vitest';
import { parseTheme } from '#lib/theme.ts';

test('a theme is what was chosen, else the system’s', () => {
	expect(parseTheme('dark')).toBe('dark');
	expect(parseTheme('light')).toBe('light');
	expect(parseTheme(undefined)).toBe('system');
	expect(parseTheme('"><script>')).toBe('system');
});

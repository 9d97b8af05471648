/** What the reader chose: a fixed theme, or the one of their system. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The cookie that holds the choice; readable by the page so that a switch needs no reload. */
export const themeCookie = 'kundig_theme';

/** Narrows a cookie or form value to a theme; anything unknown, missing included, is the system's. */
export function parseTheme(value: unknown): Theme {
	return themes.find((theme) => theme === value) ?? 'system';
}

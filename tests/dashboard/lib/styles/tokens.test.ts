import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, mixInOklab, parseColor, type Rgb, seenDistance, type Vision } from './color.ts';

const css = readFileSync(new URL('../../../../dashboard/src/lib/styles/tokens.css', import.meta.url), 'utf8');

const tokens = new Map(
	[...css.matchAll(/--([\w-]+): light-dark\(((?:#|oklch\()[^,]*), ((?:#|oklch\().*)\);/g)].map(
		([, name = '', light = '', dark = '']) => [name, { light: parseColor(light), dark: parseColor(dark) }],
	),
);

const themes = ['light', 'dark'] as const;

function token(name: string, theme: (typeof themes)[number]): Rgb {
	const colors = tokens.get(name);
	if (!colors) throw new Error(`no colour token --${name}`);
	return colors[theme];
}

const texts = ['ink', 'ink-soft', 'ink-faint', 'accent', 'good', 'bad', 'warn'];
const grounds = ['paper', 'surface', 'sunken'];

test('the arithmetic agrees with known values: black on white is 21, #767676 on white is 4.54', () => {
	expect(contrast(parseColor('#000000'), parseColor('#ffffff'))).toBeCloseTo(21, 5);
	expect(contrast(parseColor('#767676'), parseColor('#ffffff'))).toBeCloseTo(4.54, 2);
	// oklch(62.8% 0.25768 29.234) is pure red, https://www.w3.org/TR/css-color-4/
	const red = parseColor('oklch(62.796% 0.25768 29.234)');
	expect(red[0]).toBeCloseTo(1, 2);
	expect(red[1]).toBeCloseTo(0, 2);
});

test.each(themes)('text reaches 4.5:1 on every ground, %s', (theme) => {
	for (const text of texts) {
		for (const ground of grounds) {
			expect(contrast(token(text, theme), token(ground, theme)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
		}
	}
	for (const text of ['ink', 'ink-soft', 'accent']) {
		expect(contrast(token(text, theme), token('accent-soft', theme)), text).toBeGreaterThanOrEqual(4.5);
	}
	expect(contrast(token('on-accent', theme), token('accent', theme))).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('marks and the edges of fields reach 3:1 on paper and surface, %s', (theme) => {
	for (const mark of ['cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'cat-6', 'accent', 'line-strong']) {
		for (const ground of ['paper', 'surface']) {
			expect(contrast(token(mark, theme), token(ground, theme)), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
		}
	}
});

test.each(themes)('ink stays readable on every mix of the sequential scale, %s', (theme) => {
	for (let share = 0; share <= 1; share += 0.05) {
		const ground = mixInOklab(token('scale-end', theme), token('surface', theme), share);
		expect(contrast(token('ink', theme), ground), `at ${share.toFixed(2)}`).toBeGreaterThanOrEqual(4.5);
	}
});

// 0.02 in OKLab is about the least one notices; four times that keeps every pair of the six apart at a glance for
// readers who see all colours, no red (protanopia) or no green (deuteranopia).
const leastDistance = 0.085;
const visions: Vision[] = ['normal', 'protanopia', 'deuteranopia'];
test.each(themes.flatMap((theme) => visions.map((vision) => [theme, vision] as const)))(
	'any two categories stay apart, %s, %s',
	(theme, vision) => {
		const categories = ['cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'cat-6'];
		categories.forEach((one, index) => {
			for (const other of categories.slice(index + 1)) {
				const distance = seenDistance(token(one, theme), token(other, theme), vision);
				expect(distance, `${one} and ${other}`).toBeGreaterThanOrEqual(leastDistance);
			}
		});
	},
);

/** Colour arithmetic for the token tests: just enough of CSS Color 4 to measure contrast and distance. */

export type Rgb = readonly [number, number, number];

/** Linear-light sRGB of `#rrggbb` or `oklch(L% C H)`; components may lie outside 0 to 1 where the gamut ends. */
export function parseColor(text: string): Rgb {
	const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
	if (hex) return [hex[1], hex[2], hex[3]].map((part) => toLinear(parseInt(part ?? '', 16) / 255)) as unknown as Rgb;
	const oklch = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(text);
	if (!oklch) throw new Error(`unexpected colour: ${text} (expected #rrggbb or oklch)`);
	const [lightness, chroma, hue] = [Number(oklch[1]) / 100, Number(oklch[2]), (Number(oklch[3]) * Math.PI) / 180];
	return fromOklab([lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]);
}

function toLinear(channel: number): number {
	return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2 relative luminance, of the colour as a screen shows it. */
function luminance(color: Rgb): number {
	const [red, green, blue] = color.map((channel) => Math.min(1, Math.max(0, channel))) as unknown as Rgb;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

// Björn Ottosson, "A perceptual color space for image processing" (2020).
function fromOklab([L, a, b]: Rgb): Rgb {
	const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
	];
}

function toOklab([red, green, blue]: Rgb): Rgb {
	const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
	const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
	const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
	];
}

/** The mix of `color-mix(in oklab, one share, other)`. */
export function mixInOklab(one: Rgb, other: Rgb, share: number): Rgb {
	const [first, second] = [toOklab(one), toOklab(other)];
	return fromOklab(first.map((part, index) => part * share + (second[index] ?? 0) * (1 - share)) as unknown as Rgb);
}

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
// severity 1.0, on linear sRGB.
const visions = {
	normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
	protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
	deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
} as const;

export type Vision = keyof typeof visions;

/** The distance of two colours in OKLab as seen with a colour vision: 0.02 is about the least one notices. */
export function seenDistance(one: Rgb, other: Rgb, vision: Vision): number {
	const see = (color: Rgb): Rgb => {
		const matrix = visions[vision];
		const row = (start: number): number =>
			color.reduce((sum, channel, index) => sum + channel * (matrix[start + index] ?? 0), 0);
		return toOklab([row(0), row(3), row(6)].map((channel) => Math.min(1, Math.max(0, channel))) as unknown as Rgb);
	};
	const [first, second] = [see(one), see(other)];
	return Math.hypot(...first.map((part, index) => part - (second[index] ?? 0)));
}

/** A small line's paths and its last point, in the units of the drawing. */
interface Sparkline {
	readonly line: string;
	readonly area: string;
	readonly last: { readonly x: number; readonly y: number } | null;
}

/**
 * The path of a line without axes: values spread evenly over `width`, the smallest at the bottom of `height`, the
 * largest at its top, a flat line in the middle. Missing values are gaps. No last point where there is no value.
 */
export function sparkline(values: readonly (number | null)[], width: number, height: number): Sparkline {
	const known = values.filter((value) => value !== null);
	if (known.length === 0) return { line: '', area: '', last: null };
	const low = Math.min(...known);
	const span = Math.max(...known) - low;
	const x = (index: number): number => round(values.length === 1 ? width : (index / (values.length - 1)) * width);
	const y = (value: number): number => round(span === 0 ? height / 2 : height - ((value - low) / span) * height);

	const stretches: { x: number; y: number }[][] = [[]];
	values.forEach((value, index) => {
		if (value === null) stretches.push([]);
		else stretches.at(-1)?.push({ x: x(index), y: y(value) });
	});
	const drawn = stretches.filter((points) => points.length > 0);
	const line = drawn.map(path).join('');
	const area = drawn
		.filter((points) => points.length > 1)
		.map((points) => `${path(points)}V${height}H${points[0]?.x ?? 0}Z`)
		.join('');
	return { line, area, last: drawn.at(-1)?.at(-1) ?? null };
}

function path(points: readonly { x: number; y: number }[]): string {
	return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}

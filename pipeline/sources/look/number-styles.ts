import { ISO_FORMAT } from '../contract/value-format.ts';
import type { ValueFormat } from '../contract/value-format.ts';

/** A way to write numbers. */
export interface NumberStyle {
	readonly name: string;
	readonly decimal: '.' | ',';
	readonly thousands: '.' | ',' | ' ' | "'" | null;
	readonly label: string;
}

/** The plainest first: of two that hold the same values it is taken. */
export const NUMBER_STYLES = [
	{ name: 'plain', decimal: '.', thousands: null, label: '1234.56' },
	{ name: 'comma', decimal: ',', thousands: null, label: '1234,56' },
	{ name: 'english', decimal: '.', thousands: ',', label: '1,234.56' },
	{ name: 'german', decimal: ',', thousands: '.', label: '1.234,56' },
	{ name: 'swiss', decimal: '.', thousands: "'", label: "1'234.56" },
	{ name: 'french', decimal: ',', thousands: ' ', label: '1 234,56' },
] as const satisfies readonly NumberStyle[];

/** A style as the format that values are read by. */
export function styleFormat({ decimal, thousands }: NumberStyle): ValueFormat {
	return { ...ISO_FORMAT, decimal, thousands };
}

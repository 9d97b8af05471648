import { isDay } from '../values/day.ts';
import type { Dialect } from './dialect.ts';

/** What the cells of a field are. */
export type CellKind = 'text' | 'number' | 'day' | 'choice';

/**
 * A number as it is written somewhere in the world, with a decimal point and nothing else; as it is where it is none.
 * Where both signs are there the last one stands before the decimals; a single one does so by the file's own habit, unless
 * it cuts off groups of three.
 */
export function readNumber(cell: string, decimal: Dialect['decimal']): string {
	const bare = cell.replace(/[\s\u00a0'’€$£]|(?<![A-Za-z])(EUR|USD|GBP|CHF)(?![A-Za-z])/g, '');
	if (!/^[+-]?[\d.,]+$/.test(bare)) return cell;
	const last = bare.includes('.') && bare.includes(',') ? (/[.,](?=[^.,]*$)/.exec(bare)?.[0] ?? decimal) : null;
	const single = bare.includes(',') ? ',' : '.';
	const isGrouped = new RegExp(`^[+-]?\\d{1,3}(\\${single}\\d{3})+$`).test(bare) && single !== decimal;
	const point = last ?? (isGrouped ? decimal : single);
	const group = point === '.' ? ',' : '.';
	return bare.replaceAll(group, '').replace(point, '.');
}

/** A day as it is written somewhere in the world (its time, if any, is left away), as `YYYY-MM-DD`; as it is where it is none. */
export function readDay(cell: string, order: Dialect['dateOrder']): string {
	const iso = /^(\d{4}-\d{2}-\d{2})([T ].*)?$/.exec(cell);
	if (iso?.[1] !== undefined) return iso[1];
	const match = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})([ T].*)?$/.exec(cell);
	if (!match) return cell;
	const [, first = '', sign, second = '', year = ''] = match;
	const isDayFirst = sign === '.' || order === 'day_first';
	const [day, month] = isDayFirst ? [first, second] : [second, first];
	const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return isDay(text) ? text : cell;
}

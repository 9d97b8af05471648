import { InputError, issue } from '../input/issues.ts';
import { isDay } from '../values/day.ts';
import type { RowValues } from './import-entity.ts';

/**
 * The instant at which a row's day begins (in UTC); undefined where it has none.
 * @throws InputError (`invalid_day`) when it is no day
 */
export function startOfDay(values: RowValues, field: string): string | undefined {
	const day = values[field];
	if (day === undefined) return undefined;
	if (!isDay(day)) throw new InputError([issue(field, 'invalid_day')]);
	return `${day}T00:00:00.000Z`;
}

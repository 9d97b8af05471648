import { DAYS_PER_YEAR, GROWTH_PER_YEAR } from '../demand.ts';
import type { Random } from '../random.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Plan } from './plan.ts';

/** Nothing but what was there already happens on the first two days. */
const FIRST_DAYS = 2;

/** A moment of the history; there is more of everything every year, as there are more customers. */
export function drawMoment(random: Random, { calendar }: Plan): Moment {
	const growth = Math.log(1 + GROWTH_PER_YEAR) / DAYS_PER_YEAR;
	const days = calendar.days - FIRST_DAYS;
	const share = random.uniform();
	return DAY * (FIRST_DAYS + Math.log(1 + share * (Math.exp(growth * days) - 1)) / growth);
}

import type { Order } from '../orders.ts';
import { pick } from '../random.ts';
import type { Random } from '../random.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Persona } from './personas.ts';

const ORDER_BEFORE_DAYS = 14;
const FROM_ORDER = 0.85;

/** Who writes, and the order that it is about. */
interface Caller {
	readonly persona: Persona;
	readonly order: Order | null;
}

/** Finds who writes on a day: mostly somebody who ordered not long ago. */
export class Callers {
	readonly #byDay: ReadonlyMap<number, readonly Caller[]>;
	readonly #personas: readonly Persona[];

	constructor(personas: readonly Persona[]) {
		this.#personas = personas;
		const all = personas.flatMap(
			(persona) => (persona.customer ?? persona.account?.customer)?.orders.map((order) => ({ persona, order })) ?? [],
		);
		this.#byDay = Map.groupBy(all, ({ order }) => order.day);
	}

	draw(random: Random, moment: Moment): Caller | null {
		const day = Math.floor(moment / DAY);
		const back = 1 + Math.floor(random.uniform() * ORDER_BEFORE_DAYS);
		const recent = Array.from({ length: 5 }, (_, more) => this.#byDay.get(day - back - more) ?? []).find(
			(callers) => callers.length > 0,
		);
		const caller = recent === undefined || random.uniform() >= FROM_ORDER ? null : pick(random, recent);
		if (caller !== null && caller.persona.since < moment) return caller;
		for (let tries = 0; tries < 30; tries += 1) {
			const persona = pick(random, this.#personas);
			if (persona.since < moment) return { persona, order: null };
		}
		return null;
	}
}

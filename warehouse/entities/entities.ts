import { customers } from './customers.ts';
import type { Entity } from './entity.ts';
import { exchangeRates } from './exchange-rates.ts';
import { orderLines } from './order-lines.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';

/** Every entity a source can be mapped to. */
export const ENTITIES: readonly Entity[] = [customers, products, orders, orderLines, exchangeRates];

/** The entity of a name, null when there is none. */
export function entityByName(name: string): Entity | null {
	return ENTITIES.find((entity) => entity.name === name) ?? null;
}

import type { TestLine } from './mart-tables.ts';

const c2 = { customer: 'c2', customerKind: 'company', country: 'Austria', channel: 'phone', currency: 'CHF' };
const nobody = { customer: null, customerKind: null, country: null };

/** The shop whose figures README.md beside this file works out by hand. */
export const TINY_SHOP: readonly TestLine[] = [
	{ order: 'o1', on: '2025-01-10', customer: 'c1', category: 'Lamps', amount: '100', cost: '60' },
	{ order: 'o1', on: '2025-01-10', customer: 'c1', category: 'Mugs', product: 'p2', amount: '20' },
	{ order: 'o2', on: '2025-01-31', customer: 'c1', category: 'Mugs', product: 'p2', amount: '10', cost: '4' },
	{ order: 'o3', on: '2025-02-03', ...c2, category: 'Lamps', amount: '200', cost: '100' },
	{ order: 'o4', on: '2025-02-20', customer: 'c3', category: 'Mugs', product: 'p2', amount: '30.005', cost: '10' },
	{ order: 'r1', on: '2025-02-21', customer: 'c1', kind: 'return', category: 'Lamps', amount: '-50', cost: '-30' },
	{ order: 'o5', on: '2025-02-21', customer: 'c1', category: 'Mugs', product: 'p2', amount: '15', cost: '5' },
	{ order: 'o5', on: '2025-02-21', customer: 'c1', kind: 'return', category: 'Mugs', product: 'p2', amount: '-5' },
	{ order: 'o6', on: '2025-02-28', ...nobody, category: 'Lamps', amount: '40', cost: '20' },
	{ order: 'a1', on: '2025-03-01', ...nobody, kind: 'adjustment', category: 'Mugs', product: 'p2', amount: '-7' },
	{ order: 'o7', on: '2025-04-01', ...c2, category: 'Mugs', product: 'p2', amount: '25', cost: '12' },
	{ order: 'o8', on: '2025-04-01', ...c2, category: 'Lamps', amount: '60', cost: '30' },
	{ order: 'o9', on: '2025-04-10', customer: 'c3', category: 'Mugs', product: 'p2', amount: '12.345' },
];

import { lineId, money, orderId } from './compose-sales.ts';
import { customerKind, leadStatus, outcome, probability, satisfaction, ticketWords } from './compose-words.ts';
import { made, plain, sqlOf } from './mapping-parts.ts';
import type { MappingParts } from './mapping-parts.ts';
import type { MappedColumn } from './proposal.ts';

/** A name of first and last name, a street of street and house number. */
function joined(parts: MappingParts): MappedColumn[] {
	const [first, last] = [sqlOf(parts, '$first_name'), sqlOf(parts, '$last_name')];
	const [street, house] = [sqlOf(parts, 'street'), sqlOf(parts, '$house_number')];
	const names = [first, last].filter((sql) => sql !== null);
	return [
		...(names.length === 0
			? []
			: [made('name', `nullif(concat_ws(' ', ${names.join(', ')}), '')`, 0.9, 'first and last name together')]),
		...(street === null || house === null
			? []
			: [made('street', `concat_ws(' ', ${street}, ${house})`, 0.9, 'street and house number together')]),
	];
}

const MADE: Readonly<Record<string, (parts: MappingParts) => MappedColumn[]>> = {
	order_lines: (parts) => [
		...(parts.fields.has('order_line_id') ? [] : [lineId(parts)]),
		...money(parts),
		...orderId(parts),
	],
	orders: orderId,
	customers: (parts) => [...joined(parts), ...customerKind(parts)],
	companies: joined,
	contacts: joined,
	leads: (parts) => [...joined(parts), ...leadStatus(parts)],
	users: joined,
	deals: (parts) => [...outcome(parts), ...probability(parts)],
	tickets: (parts) => [...satisfaction(parts), ...ticketWords(parts)],
};

/** Fields that fill nothing as they are, but for what is made of them. */
const NOT_PLAIN = new Set(['customer_kind']);

/** What fills the columns of an entity: the columns that were recognised, and what is made of several. */
export function composeMapping(entity: string, parts: MappingParts): MappedColumn[] {
	const own = MADE[entity]?.(parts) ?? [];
	const taken = new Set(own.map(({ column }) => column));
	const simple = [...parts.fields.values()]
		.filter(({ field }) => !field.startsWith('$') && !taken.has(field) && !NOT_PLAIN.has(field))
		.map((field) => plain(parts, field));
	// A whole name that stands in the file is better than one put together.
	const named = parts.fields.get('name');
	if (named !== undefined && taken.has('name') && named.confidence >= 0.9) {
		return [...simple, ...own.filter(({ column }) => column !== 'name'), plain(parts, named)];
	}
	return [...simple, ...own];
}

import { quotedName } from '#warehouse/staging.ts';
import { confidenceOf, made, plain, sqlOf } from './mapping-parts.ts';
import type { MappingParts } from './mapping-parts.ts';
import type { MappedColumn } from './proposal.ts';

/** An order line's id: its own, that of the order and the line within it, the key of the row, or its place in the file. */
export function lineId(parts: MappingParts): MappedColumn {
	const [order, line] = [parts.fields.get('order_id'), parts.fields.get('$line_number')];
	const isKeyOf = (...names: readonly (string | undefined)[]): boolean =>
		parts.key.length > 0 && parts.key.every((name) => names.includes(name));
	if (order !== undefined && line !== undefined && isKeyOf(order.column, line.column)) {
		const sql = `${quotedName(order.column)} || '-' || ${quotedName(line.column)}`;
		return made('order_line_id', sql, 0.9, 'order and line number together are different in every row');
	}
	if (parts.key.length > 0) {
		const [only = ''] = parts.key;
		if (parts.key.length === 1) {
			return { column: 'order_line_id', value: only, confidence: 0.8, why: `${only} is different in every row` };
		}
		const sql = parts.key.map(quotedName).join(" || '-' || ");
		return made('order_line_id', sql, 0.8, `${parts.key.join(' and ')} together are different in every row`);
	}
	return {
		column: 'order_line_id',
		value: { line: true },
		confidence: 0.7,
		why: 'no column tells lines apart: known by file and line',
	};
}

/** Quantity and price of a line, made of what the file has: a price each, or the money of the whole line. */
export function money(parts: MappingParts): MappedColumn[] {
	const [quantity, price, total] = [sqlOf(parts, 'quantity'), sqlOf(parts, 'unit_price'), sqlOf(parts, '$total')];
	const quantityColumn = parts.fields.get('quantity')?.column;
	const isWhole = quantityColumn !== undefined && parts.integers.has(quantityColumn);
	const one: MappedColumn = {
		column: 'quantity',
		value: { value: 1 },
		confidence: 0.7,
		why: 'the money of a row is that of the whole line',
	};
	if (price !== null && quantity !== null) {
		const discounted = withDiscount(parts, price);
		const confidence = confidenceOf(parts, 'quantity', 'unit_price');
		if (!isWhole) {
			const sql = `${discounted ?? price} * ${quantity}`;
			return [
				one,
				made('unit_price', sql, confidence, `${quantityColumn ?? ''} is not whole: one line at price times quantity`),
			];
		}
		return discounted === null ? [] : [made('unit_price', discounted, 0.8, 'the price less the discount of the line')];
	}
	if (total === null) {
		return price === null ? [] : [{ ...one, why: 'no column of quantities: one of each' }];
	}
	const confidence = confidenceOf(parts, '$total');
	if (quantity !== null && isWhole) {
		const sql = `case when ${quantity} = 0 then ${total} else ${total} / ${quantity} end`;
		return [
			made(
				'quantity',
				`case when ${quantity} = 0 then 1 else ${quantity} end`,
				confidence,
				'where it is 0 the money counts once',
			),
			made('unit_price', sql, confidence, 'the money of the line by its quantity'),
		];
	}
	return [
		one,
		{
			...plain(parts, {
				field: 'unit_price',
				column: parts.fields.get('$total')?.column ?? '',
				confidence,
				why: 'the money of the whole line',
			}),
		},
	];
}

/** The price less the discount where a column of shares (0 to 1) or percents tells one; null where none does. */
function withDiscount(parts: MappingParts, price: string): string | null {
	const discount = parts.fields.get('$discount');
	if (discount === undefined) return null;
	const greatest = parts.greatest.get(discount.column);
	if (greatest === undefined || greatest > 100) return null;
	const share = greatest <= 1 ? quotedName(discount.column) : `${quotedName(discount.column)} / 100`;
	return `${price} * (1 - coalesce(${share}, 0))`;
}

/** Without ids of orders each row of a log of purchases is an order of its own. */
export function orderId(parts: MappingParts): MappedColumn[] {
	if (parts.fields.has('order_id')) return [];
	return [
		{
			column: 'order_id',
			value: { line: true },
			confidence: 0.6,
			why: 'no column of orders: each row is one, known by file and line',
		},
	];
}

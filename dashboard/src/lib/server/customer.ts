import type { Connection } from '#warehouse/database.ts';
import {
	customerById,
	customerCategories,
	customerOrderLines,
	customerOrders,
	customerRevenueByMonth,
} from '#warehouse/reads/customer.ts';
import type { RequestSnapshot } from './warehouse.ts';

export const ORDERS_PER_PAGE = 20;
const MOST_LINES = 500;

async function readAll(db: Connection, customerId: string, page: number) {
	const customer = await customerById(db, customerId);
	if (customer === null) return null;
	const orders = await customerOrders(db, customerId, { limit: ORDERS_PER_PAGE, offset: (page - 1) * ORDERS_PER_PAGE });
	return {
		customer,
		orders,
		page,
		pages: Math.max(1, Math.ceil(orders.count / ORDERS_PER_PAGE)),
		months: await customerRevenueByMonth(db, customerId),
		categories: await customerCategories(db, customerId),
	};
}

/** Everything about one customer; null where there is none of that number. */
export function readCustomer(snapshot: RequestSnapshot, customerId: string, page: number) {
	return snapshot.read((db) => readAll(db, customerId, page));
}

/** The lines of one order of a customer; null where there is no such order. */
export async function readCustomerOrder(snapshot: RequestSnapshot, customerId: string, orderId: string) {
	const lines = await snapshot.read((db) => customerOrderLines(db, customerId, { limit: MOST_LINES, orderId }));
	return lines.count === 0 ? null : lines;
}

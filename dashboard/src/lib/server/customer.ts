import type { Connection } from '#warehouse/database.ts';
import { customerMilestones } from '#warehouse/reads/customer-milestones.ts';
import {
	customerById,
	customerCategories,
	customerOrderLines,
	customerOrders,
	customerRevenueByMonth,
} from '#warehouse/reads/customer.ts';
import type { RequestSnapshot } from './warehouse.ts';

const ORDERS_PER_PAGE = 20;
const MOST_LINES = 500;

async function readOrders(db: Connection, customerId: string, wanted: number) {
	const readPage = (page: number) =>
		customerOrders(db, customerId, { limit: ORDERS_PER_PAGE, offset: (page - 1) * ORDERS_PER_PAGE });
	const orders = await readPage(wanted);
	const pages = Math.max(1, Math.ceil(orders.count / ORDERS_PER_PAGE));
	// A page past the end, as an old link may name it, shows the last one.
	const page = Math.min(wanted, pages);
	return { ...(page === wanted ? orders : await readPage(page)), page, pages };
}

async function readOrder(db: Connection, customerId: string, orderId: string) {
	const { rows, count } = await customerOrderLines(db, customerId, { limit: MOST_LINES, orderId });
	return count === 0 ? null : { orderId, rows, count };
}

async function readAll(db: Connection, customerId: string, page: number, orderId: string | null) {
	const customer = await customerById(db, customerId);
	if (customer === null) return null;
	return {
		customer,
		orders: await readOrders(db, customerId, page),
		order: orderId === null ? null : await readOrder(db, customerId, orderId),
		months: await customerRevenueByMonth(db, customerId),
		categories: await customerCategories(db, customerId),
		milestones: await customerMilestones(db, customerId),
	};
}

/**
 * Everything about one customer, with a page of the orders and, where `orderId` is given, that order's first 500 lines
 * (`order` is null where the customer has no such order); null where there is no such customer.
 */
export function readCustomer(
	snapshot: RequestSnapshot,
	customerId: string,
	{ page, orderId }: { readonly page: number; readonly orderId: string | null },
) {
	return snapshot.read((db) => readAll(db, customerId, page, orderId));
}

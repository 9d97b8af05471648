import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { parseInput, requireFields } from '../input/issues.ts';
import { requireFreeKey } from '../input/references.ts';
import { productInput } from './product-input.ts';
import type { ProductInput } from './product-input.ts';

export type Product = RecordRow<'products'>;

/** Products by name; those that are sold no longer only when asked for. */
export async function listProducts(
	records: Records,
	options: { readonly withInactive?: boolean } = {},
): Promise<Product[]> {
	let query = records.selectFrom('products').selectAll().where('deleted_at', 'is', null);
	if (options.withInactive !== true) query = query.where('is_active', '=', 1);
	return query.orderBy('name').execute();
}

/**
 * Makes a product.
 * @throws InputError with everything that is wrong
 */
export async function createProduct(
	transaction: RecordsTransaction,
	author: Author,
	input: ProductInput,
): Promise<Product> {
	const values = parseInput(productInput, input);
	requireFields(values, ['name']);
	await requireFreeKey(transaction, 'products', values.external_key, null);
	const product = { ...values, name: values.name ?? '', is_active: values.is_active ?? 1 };
	return createRecord(transaction, author, 'products', product);
}

/**
 * Changes what is given of a product; lines of deals keep the price they were made with.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 */
export async function updateProduct(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: ProductInput,
): Promise<Product> {
	const values = parseInput(productInput, input);
	await requireFreeKey(transaction, 'products', values.external_key, seen.id);
	return updateRecord(transaction, author, 'products', seen, values);
}

/** Deletes a product; lines that have it keep it. */
export async function deleteProduct(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'products', seen);
}

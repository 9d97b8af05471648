import type { Connection } from '#warehouse/database.ts';

/** Does work in one transaction, which is rolled back when the work fails. */
export async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
	await connection.run('begin transaction');
	try {
		const result = await work();
		await connection.run('commit');
		return result;
	} catch (cause) {
		try {
			await connection.run('rollback');
		} catch {
			// An instance that lost its disk refuses this, too; the first error says why.
		}
		throw cause;
	}
}

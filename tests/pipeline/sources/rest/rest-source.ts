import * as v from 'valibot';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import type { RowContract } from '#pipeline/sources/contract/row-contract.ts';
import { sourceColumns } from '#pipeline/sources/contract/source-columns.ts';
import { ISO_FORMAT } from '#pipeline/sources/contract/value-format.ts';
import type { HttpOptions } from '#pipeline/sources/http/client.ts';
import { openRest } from '#pipeline/sources/rest/open-rest.ts';
import { restSourceSchema } from '#pipeline/sources/rest/schema.ts';
import type { RestSource } from '#pipeline/sources/rest/schema.ts';
import type { CursorRange, RowPage, RowReader } from '#pipeline/sources/row-source.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import type { StubApi } from '../../../support/stub-api.ts';

export type RestInput = Partial<v.InferInput<typeof restSourceSchema>>;

/** A source of the orders of a stub server. */
export function restSource(api: Pick<StubApi, 'origin' | 'host'>, input: RestInput = {}): RestSource {
	return v.parse(restSourceSchema, {
		name: 'orders',
		type: 'rest',
		url: `${api.origin}/orders`,
		allow: [api.host],
		rows: 'data.items',
		zone: 'UTC',
		columns: { id: 'integer', customer: 'text', amount: 'decimal', updated_at: 'timestamp' },
		key: ['id'],
		disposition: 'merge',
		entities: {},
		...input,
	});
}

export interface Opening {
	readonly contract?: Partial<RowContract>;
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly signal?: AbortSignal;
	readonly http?: HttpOptions;
}

/** Opens a source on a clock on which nothing has to be waited for. */
export async function openOn(source: RestSource, opening: Opening = {}): Promise<RowReader> {
	const columns = sourceColumns(source);
	const contract = { ...plainContract(columns, ISO_FORMAT), ...opening.contract };
	const { env = {}, signal, http = {} } = opening;
	return await openRest(source, contract, { columns, env, configDir: '.', signal }, { clock: fakeClock(), ...http });
}

/** Every page of a range. */
export async function readPages(
	source: RestSource,
	range: CursorRange | null = null,
	opening: Opening = {},
): Promise<RowPage[]> {
	const reader = await openOn(source, opening);
	try {
		return await Array.fromAsync(reader.pages(range));
	} finally {
		await reader.close();
	}
}

/** The first field of every row. */
export function idsOf(pages: readonly RowPage[]): number[] {
	return pages.flatMap(({ rows }) => rows.map(([id]) => Number(id)));
}

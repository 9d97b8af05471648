import { attach } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, rows, sql, unsafe } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { entityByName } from '#warehouse/entities/entities.ts';
import { quotedName, stagingViews } from '#warehouse/staging.ts';
import { parseConfig } from '../../config.ts';
import { loadSource } from '../../load.ts';
import { stagingSources } from '../../staging-sources.ts';
import type { FileSource } from '../file/schema.ts';
import type { PreviewedEntity } from './proposal.ts';

/** A source that was loaded for a look alone, and what its entities come out as. */
export interface TriedSource {
	readonly result: Awaited<ReturnType<typeof loadSource>>;
	readonly entities: readonly PreviewedEntity[];
}

interface TryOptions {
	/** A folder that goes afterwards. */
	readonly folder: string;
	readonly zone: string;
	readonly shown: number;
	/** Keys pseudonyms, as a load does. */
	readonly pseudonymKey: Uint8Array;
}

/** Everything is let in, so that a load that would be refused can be looked at as well. */
const UNLIMITED = { maxShare: 1, maxRows: Number.MAX_SAFE_INTEGER };

async function previewOf(
	connection: Connection,
	view: string,
	entity: string,
	columns: readonly string[],
	shown: number,
): Promise<PreviewedEntity> {
	const counted = await row<{ count: number }>(connection, sql`select count(*) as count from ${unsafe(view)}`);
	const order = (entityByName(entity)?.key ?? []).map(quotedName).join(', ');
	const found = await rows<Record<string, string | number | boolean | null>>(
		connection,
		sql`select * from ${unsafe(view)} order by ${unsafe(order)} limit ${shown}`,
	);
	return {
		entity,
		columns,
		rows: found.map((each) => columns.map((name) => each[name] ?? null)),
		count: counted?.count ?? 0,
	};
}

/**
 * Loads a source as a run would, into a raw of its own in memory that goes with it, and maps it. No quarantine is too big.
 * @throws SourceError when the source as a whole cannot be read
 */
export async function trySource(connection: Connection, source: FileSource, options: TryOptions): Promise<TriedSource> {
	const { folder, zone, shown, pseudonymKey } = options;
	const raw = 'raw';
	await attach(connection, ':memory:', raw, { readOnly: false });
	try {
		await migrateRaw(connection);
		const tried = { ...source, quarantine: UNLIMITED, allowEmpty: true };
		const context = {
			runId: 'look',
			dataDir: folder,
			configDir: folder,
			full: false,
			fencingToken: 0,
			pseudonymKey,
			isCurrent: () => true,
			zone,
			env: {},
		};
		const result = await loadSource(connection, tried, context);
		const config = parseConfig({ company: { name: 'Preview', currency: 'EUR', zone }, sources: [tried] }, 'preview');
		const entities: PreviewedEntity[] = [];
		for (const view of stagingViews(await stagingSources(connection, config), zone)) {
			if (view.source === null) continue;
			await connection.run(`create or replace temp view ${view.name} as\n${view.sql}`);
			const mapped = Object.keys(source.entities[view.entity] ?? {});
			entities.push(await previewOf(connection, view.name, view.entity, mapped, shown));
			await connection.run(`drop view ${view.name}`);
		}
		return { result, entities };
	} finally {
		await connection.run(`detach ${raw}`);
	}
}

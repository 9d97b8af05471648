import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBuild } from '#warehouse/build-relations.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { BEFORE_SCORING, loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { BUILD_PATH } from '#warehouse/snapshot-files.ts';
import { writeCompanySettings } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import { parseConfig } from '#pipeline/config.ts';
import { loadSource } from '#pipeline/load.ts';
import { lookAtFile } from '#pipeline/sources/look/look-at-file.ts';
import type { SourceProposal } from '#pipeline/sources/look/proposal.ts';
import { proposedSource } from '#pipeline/sources/look/proposed-source.ts';
import { stagingSources } from '#pipeline/staging-sources.ts';

type SourceResult = Awaited<ReturnType<typeof loadSource>>;

/** A company whose exports were looked at, taken as proposed, loaded and built. */
export interface CrmFolder {
	readonly proposals: Readonly<Record<string, SourceProposal>>;
	readonly results: Readonly<Record<string, SourceResult>>;
	/** Rows of a query on marts and people, staging and raw. */
	rows(query: string): Promise<Record<string, unknown>[]>;
	close(): void;
}

interface Options {
	readonly zone?: string;
	readonly asOf?: string;
	/** More sources, as a config has them; their files lie among the exports. */
	readonly sources?: readonly object[];
	/** What of a proposal is changed by hand, by the name of the source. */
	readonly changes?: Readonly<Record<string, object>>;
}

/** Builds a company of exports, by their file names. Berlin and euros, as of 2025-04-01. */
export async function openCrmFolder(
	files: Readonly<Record<string, string>>,
	options: Options = {},
): Promise<CrmFolder> {
	const { zone = 'Europe/Berlin', asOf = '2025-04-01' } = options;
	const dir = mkdtempSync(join(tmpdir(), 'kundig-crm-'));
	const dataDir = join(dir, 'data');
	mkdirSync(dataDir);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
	const extra = options.sources ?? [];
	const added = new Set(extra.map((source) => (source as { path: string }).path));
	const proposals: Record<string, SourceProposal> = {};
	for (const name of Object.keys(files).filter((file) => !added.has(file))) {
		const proposal = await lookAtFile(join(dir, name), { zone });
		proposals[proposal.name] = proposal;
	}
	const proposed = Object.values(proposals).map((proposal) => ({
		...proposedSource(proposal, proposal.reference),
		...options.changes?.[proposal.name],
	}));
	const company = { name: 'Test', currency: 'EUR', zone };
	const config = parseConfig({ company, sources: [...proposed, ...extra] }, 'test');
	const database = await openMemory({ threads: 2, memoryLimit: '1GB' });
	const connection = await database.connect();
	await attach(connection, ':memory:', 'raw', { readOnly: false });
	for (const alias of ['marts', 'people']) await connection.run(`attach ':memory:' as ${alias}`);
	await migrateRaw(connection);
	const results: Record<string, SourceResult> = {};
	for (const source of config.sources) {
		if (source.type !== 'file') throw new Error('files only');
		const context = {
			runId: 'run-1',
			dataDir,
			configDir: dir,
			full: false,
			fencingToken: 1,
			pseudonymKey: new Uint8Array(32),
			isCurrent: () => true,
			zone,
			env: {},
		};
		results[source.name] = await loadSource(connection, source, context);
	}
	await connection.run(`set search_path = '${BUILD_PATH}'`);
	const transforms = await orderTransforms(connection, loadTransforms());
	const sources = await stagingSources(connection, config);
	for (const view of stagingViews(sources, zone)) await connection.run(`create temp view ${view.name} as\n${view.sql}`);
	await writeCompanySettings(connection, { ...config.company, asOf });
	const build = await openBuild(connection, transforms, { inputs: new Map(), previous: {} });
	await build.build(BEFORE_SCORING);
	return {
		proposals,
		results,
		rows: (query) => rows(connection, sql`${unsafe(query)}`),
		close() {
			connection.closeSync();
			database.close();
			rmSync(dir, { recursive: true });
		},
	};
}

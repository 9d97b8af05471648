import type { Connection } from '#warehouse/database.ts';
import type { LoadContext } from './load/load-context.ts';
import { loadFiles } from './load/load-files.ts';
import { loadRows } from './load/load-rows.ts';
import type { SourceResult } from './load/source-result.ts';
import { openRows } from './sources/open-rows.ts';
import { isFileSource } from './sources/schema.ts';
import type { Source } from './sources/schema.ts';

/**
 * Brings raw up to date with a source, by what kind of source it is: see loadFiles and loadRows.
 * @throws SourceError, ConfigError, or the signal's reason
 */
export async function loadSource(connection: Connection, source: Source, context: LoadContext): Promise<SourceResult> {
	const interrupt = (): void => connection.interrupt();
	context.signal?.throwIfAborted();
	context.signal?.addEventListener('abort', interrupt);
	try {
		return isFileSource(source)
			? await loadFiles(connection, source, context)
			: await loadRows(connection, source, openRows, context);
	} catch (cause) {
		context.signal?.throwIfAborted();
		throw cause;
	} finally {
		context.signal?.removeEventListener('abort', interrupt);
	}
}

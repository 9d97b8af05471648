import { dirname, resolve, sep } from 'node:path';
import { filesFolder, uploadEnding } from '#records/upload-files.ts';
import type { LoadedConfig } from '../config.ts';
import type { FileSource } from '../sources/file/schema.ts';

/** The folder of a source's files, null for a source whose files nobody dropped on the page. */
export function droppedFolder(source: FileSource, configDir: string, dataDir: string): string | null {
	const folder = dirname(resolve(configDir, source.path));
	return folder.startsWith(`${filesFolder(dataDir)}${sep}`) ? folder : null;
}

/**
 * The source that a file is a newer one of: whose files were dropped on the page, end as it does, and whose columns it has
 * all. Of several the one with most columns; null where there is none.
 */
export function sourceOfNewer(
	{ config, dir }: LoadedConfig,
	file: { readonly fileName: string; readonly columns: readonly string[] },
	dataDir: string,
): FileSource | null {
	const names = new Set(file.columns);
	const fitting = config.sources.filter(
		(source): source is FileSource =>
			source.type === 'file' &&
			droppedFolder(source, dir, dataDir) !== null &&
			source.path.endsWith(uploadEnding(file.fileName) ?? '') &&
			Object.keys(source.columns).every((name) => names.has(name)),
	);
	const sorted = fitting.sort((left, right) => Object.keys(right.columns).length - Object.keys(left.columns).length);
	return sorted[0] ?? null;
}

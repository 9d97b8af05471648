import type { OpenRows } from '../load/load-rows.ts';
import { openDatabase } from './database/open-database.ts';
import { openRest } from './rest/open-rest.ts';

/**
 * Opens what the rows of a source are read with, by its type.
 * @throws SourceError when it cannot be opened
 */
export const openRows: OpenRows = async (source, contract, reading) =>
	source.type === 'rest' ? openRest(source, contract, reading) : openDatabase(source, contract, reading);

import { ConfigError } from '../errors.ts';
import type { OpenRows } from '../load/load-rows.ts';

/** Opens what the rows of a source are read with, by its type. */
export const openRows: OpenRows = (source) =>
	Promise.reject(new ConfigError(`source ${source.name}: there is no reader for the type ${source.type}`));

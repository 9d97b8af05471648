import type { Connection } from '#warehouse/database.ts';
import { columnIdent, rawColumnNames, rawTable } from '#warehouse/raw.ts';
import { SourceError } from '../errors.ts';
import type { ReferenceTarget } from '../sources/contract/row-contract.ts';
import type { Contract } from './contract.ts';

/**
 * Where the values are that columns of a source refer to.
 * @throws SourceError when they are not loaded
 */
export async function referenceTargets(
	connection: Connection,
	source: string,
	{ columns }: Pick<Contract, 'columns'>,
): Promise<ReferenceTarget[]> {
	const targets: ReferenceTarget[] = [];
	for (const [index, { name, references }] of columns.entries()) {
		if (references === null) continue;
		const found = await rawColumnNames(connection, references.source);
		if (!found.includes(references.column)) {
			const why =
				found.length === 0
					? `the source ${references.source} is not loaded`
					: `${references.source} has no column "${references.column}"`;
			throw new SourceError(
				`source ${source}: ${name} refers to ${references.source}.${references.column}, but ${why}`,
				{ hint: 'name the other source before this one in the config, or leave references out' },
			);
		}
		targets.push({ index, table: rawTable(references.source).text, column: columnIdent(references.column).text });
	}
	return targets;
}

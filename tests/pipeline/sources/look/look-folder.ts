import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { lookAtFile } from '#pipeline/sources/look/look-at-file.ts';
import type { LookAtFileOptions } from '#pipeline/sources/look/look-at-file.ts';
import type { Answers, ColumnProposal, EntityProposal, SourceProposal } from '#pipeline/sources/look/proposal.ts';

/** A folder for one test; it goes with it. */
export function lookFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-look-test-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Looks at a file with this content. */
export function lookAt(
	content: string | Uint8Array,
	name = 'export.csv',
	options: LookAtFileOptions = {},
): Promise<SourceProposal> {
	const path = join(lookFolder(), name);
	writeFileSync(path, content);
	return lookAtFile(path, options);
}

/** Looks at values whose meaning nobody asks for. */
export function lookAtValues(content: string, answers: Answers = {}): Promise<SourceProposal> {
	return lookAt(content, 'export.csv', { answers: { entity: 'none', ...answers } });
}

/** Looks at rows of one column. */
export async function lookAtColumn(name: string, values: readonly string[]): Promise<ColumnProposal> {
	const rows = values.map((value, index) => `${index + 1};${value.includes(';') ? `"${value}"` : value}`);
	const { columns } = await lookAt(`row_id;${name}\n${rows.join('\n')}\n`);
	const column = columns.find((each) => each.name === name);
	if (column === undefined) throw new Error(`no column ${name}`);
	return column;
}

/** The types of the columns by their names. */
export function typesOf({ columns }: SourceProposal): Record<string, string> {
	return Object.fromEntries(columns.map(({ name, type }) => [name, type]));
}

/** What fills an entity, by its columns. */
export function mappingOf({ entities }: SourceProposal, name: string): Record<string, unknown> {
	const entity: EntityProposal | undefined = entities.find((each) => each.entity === name);
	if (entity === undefined)
		throw new Error(`${name} is not mapped, but ${entities.map((each) => each.entity).join(', ')}`);
	return Object.fromEntries(entity.columns.map(({ column, value }) => [column, value]));
}

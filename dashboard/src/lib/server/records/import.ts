import { ImportFileError, readImportFile } from '#records/import/import-file.ts';
import type { ImportFile } from '#records/import/import-file.ts';
import { IMPORT_ENTITIES } from '#records/import/entities.ts';
import { applyImport } from '#records/import/apply-import.ts';
import { listImports, readImport, rejectedRows } from '#records/import/imports.ts';
import { recogniseColumns } from '#records/import/mapping.ts';
import type { Mapping } from '#records/import/mapping.ts';
import { planImport } from '#records/import/plan-import.ts';
import { revertImport } from '#records/import/revert-import.ts';
import { InputError } from '#records/input/issues.ts';
import { UndoError } from '#records/changes/undo-blockers.ts';
import type { ImportMode, ImportsTable } from '#records/schema/marketing.ts';
import { csvLine } from '#records/import/csv-line.ts';
import { records } from '../records.ts';
import { currentUserId } from './user.ts';

export type ImportEntityName = ImportsTable['entity'];

const MODES = ['both', 'create', 'update'] as const satisfies readonly ImportMode[];
const SAMPLE_ROWS = 5;
const SHOWN_REJECTED = 100;

/** What can be imported. */
export const IMPORTED = Object.keys(IMPORT_ENTITIES) as readonly ImportEntityName[];

/** A file that cannot be imported as it was asked, by why. */
export interface ImportProblem {
	readonly problem: ImportFileError['code'] | 'no_file' | 'mapping' | 'match_field';
	readonly message: string;
}

/** What a file is like, and which of its columns fill which fields. */
export interface ImportLook {
	readonly entity: ImportEntityName;
	readonly fileName: string;
	readonly rowsCount: number;
	readonly mapping: Mapping;
	/** The cells of the first rows. */
	readonly sample: readonly (readonly string[])[];
	readonly dialect: ImportFile['dialect'];
	readonly fields: readonly string[];
	readonly matchFields: readonly string[];
	readonly mode: ImportMode;
	readonly matchField: string;
}

interface AskedImport {
	readonly look: ImportLook;
	readonly file: ImportFile;
}

function entityOf(data: FormData): ImportEntityName {
	return IMPORTED.find((name) => name === data.get('entity')) ?? 'contacts';
}

/** The mapping as the form has it, where it has one for this file's columns. */
function mappingOf(data: FormData, entity: ImportEntityName, header: readonly string[]): Mapping {
	const { fields } = IMPORT_ENTITIES[entity];
	if (!data.has('field.0') || data.get('header') !== JSON.stringify(header)) return recogniseColumns(fields, header);
	return header.map((column, place) => {
		const field = data.get(`field.${place}`);
		return { column, field: fields.find(({ name }) => name === field)?.name ?? null };
	});
}

async function askedImport(data: FormData): Promise<AskedImport | ImportProblem> {
	const upload = data.get('file');
	if (!(upload instanceof File) || upload.size === 0) return { problem: 'no_file', message: '' };
	const entity = entityOf(data);
	try {
		const file = readImportFile(new Uint8Array(await upload.arrayBuffer()));
		const { fields, matchFields } = IMPORT_ENTITIES[entity];
		const mapping = mappingOf(data, entity, file.header);
		const filled = new Set(mapping.map(({ field }) => field));
		const asked = data.get('match_field');
		const matchField =
			matchFields.find((name) => name === asked) ??
			matchFields.find((name) => filled.has(name)) ??
			matchFields[0] ??
			'';
		return {
			file,
			look: {
				entity,
				fileName: upload.name,
				rowsCount: file.rows.length,
				mapping,
				sample: file.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
				dialect: file.dialect,
				fields: fields.map(({ name }) => name),
				matchFields,
				mode: MODES.find((mode) => mode === data.get('mode')) ?? 'both',
				matchField,
			},
		};
	} catch (error) {
		if (error instanceof ImportFileError) return { problem: error.code, message: error.message };
		throw error;
	}
}

function requestOf({ look, file }: AskedImport, currency: string) {
	const { entity, fileName, mapping, mode, matchField } = look;
	const defaults = entity === 'deals' ? { currency } : {};
	return { entity, file, fileName, mapping, mode, matchField, defaults };
}

function problemOf(error: unknown): ImportProblem {
	if (!(error instanceof InputError)) throw error;
	const isMatch = error.issues.some(({ field }) => field === 'match_field');
	return { problem: isMatch ? 'match_field' : 'mapping', message: error.message };
}

/** Looks at a file: its columns, what they may be, its first rows. */
export async function lookAtFile(data: FormData): Promise<ImportLook | ImportProblem> {
	const asked = await askedImport(data);
	return 'problem' in asked ? asked : asked.look;
}

/** What importing a file would do, with the rows that would be refused; nothing is kept. */
export async function tryImport(data: FormData, currency: string) {
	const asked = await askedImport(data);
	if ('problem' in asked) return asked;
	try {
		const plan = await planImport(await records(), currentUserId(), requestOf(asked, currency));
		const rejected = plan.rejected.slice(0, SHOWN_REJECTED);
		return { look: asked.look, plan: { counts: plan.counts, rejected } };
	} catch (error) {
		return problemOf(error);
	}
}

/** Imports a file; gives the import's id. */
export async function importFile(data: FormData, currency: string): Promise<{ importId: string } | ImportProblem> {
	const asked = await askedImport(data);
	if ('problem' in asked) return asked;
	try {
		const { importId } = await applyImport(await records(), currentUserId(), requestOf(asked, currency));
		return { importId };
	} catch (error) {
		return problemOf(error);
	}
}

/** The last imports, the newest first. */
export async function lastImports() {
	return listImports(await records(), 20);
}

/** An import with the first rows it refused; null when there is none. */
export async function importReceipt(importId: string) {
	const db = await records();
	const receipt = await readImport(db, importId);
	if (receipt === null) return null;
	return { receipt, rejected: await rejectedRows(db, importId, { limit: SHOWN_REJECTED }) };
}

/** The rows an import refused as a CSV file with the file's own columns, so that it can be mended and imported again. */
export async function rejectedCsv(importId: string): Promise<string | null> {
	const db = await records();
	const receipt = await readImport(db, importId);
	if (receipt === null) return null;
	const rows = await rejectedRows(db, importId);
	const header = receipt.mapping.map(({ column }) => column);
	return [header, ...rows.map(({ cells }) => cells)].map((cells) => `${csvLine(cells)}\r\n`).join('');
}

/** Takes an import back: how many changes, or null when what it made was changed since. */
export async function takeImportBack(importId: string): Promise<number | null> {
	try {
		return await revertImport(await records(), currentUserId(), importId);
	} catch (error) {
		if (error instanceof UndoError) return null;
		throw error;
	}
}

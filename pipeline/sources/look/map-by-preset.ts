import { entityByName } from '#warehouse/entities/entities.ts';
import { quotedName } from '#warehouse/staging.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import { resolveValue } from '../presets/apply-preset.ts';
import type { RecognisedPreset } from '../presets/apply-preset.ts';
import type { TypedColumn } from './column-types.ts';
import type { ColumnWithType } from './column-with-type.ts';
import type { EntityProposal } from './proposal.ts';
import type { TextTable } from './text-table.ts';

/** Types of which a preset takes one for another: what the file says is narrower or wider, and both fill the entity. */
const COMPATIBLE: Readonly<Partial<Record<ColumnType, readonly ColumnType[]>>> = {
	decimal: ['integer', 'decimal', 'float'],
	integer: ['integer', 'decimal', 'float'],
	float: ['integer', 'decimal', 'float'],
	date: ['date', 'timestamp'],
	timestamp: ['date', 'timestamp'],
	boolean: ['boolean'],
};

/** The type of a column of a known export: what the export says, as far as the values of the file agree. */
function presetType({ evidence, typed }: ColumnWithType, wanted: ColumnType): TypedColumn {
	if (wanted === 'text') return { type: 'text', evidence: 'text in this export', fits: 1, reading: null };
	if (evidence.values === 0)
		return { ...typed, type: wanted, evidence: `no row has a value; ${wanted} in this export` };
	if (wanted === 'boolean' && evidence.isBinary)
		return { type: 'boolean', evidence: '0 and 1: no and yes in this export', fits: 1, reading: null };
	return typed;
}

/** Columns with the types of a known export, as far as their values agree. */
export function withPreset(columns: readonly ColumnWithType[], found: RecognisedPreset | null): ColumnWithType[] {
	if (found === null) return [...columns];
	const fields = new Map([...found.headers].map(([field, header]) => [header, field]));
	return columns.map((column) => {
		const field = fields.get(column.evidence.name);
		const declared = field === undefined ? undefined : found.preset.columns[field];
		return declared === undefined ? column : { ...column, typed: presetType(column, declared.type) };
	});
}

interface PresetMapping {
	readonly entities: readonly EntityProposal[];
	readonly problems: readonly string[];
}

/** Columns of an export whose values are not what the export says: nothing can be mapped from them. */
function strangeFields({ preset, headers }: RecognisedPreset, columns: readonly ColumnWithType[]): Map<string, string> {
	const strange = new Map<string, string>();
	for (const [field, header] of headers) {
		const wanted = preset.columns[field]?.type ?? 'text';
		const column = columns.find(({ evidence }) => evidence.name === header);
		if (wanted === 'text' || column?.typed.reading !== null) continue;
		const { typed } = column;
		if (COMPATIBLE[wanted]?.includes(typed.type)) continue;
		strange.set(field, `${header} is ${wanted} in this export, but ${typed.evidence}: it is not mapped`);
	}
	return strange;
}

/** What the columns of a known export fill, and what of it they cannot. */
export function mapByPreset(found: RecognisedPreset, columns: readonly ColumnWithType[]): PresetMapping {
	const strange = strangeFields(found, columns);
	const headers = new Map([...found.headers].filter(([field]) => !strange.has(field)));
	const readings = new Map(
		columns.flatMap(({ evidence, typed }) => (typed.reading === null ? [] : [[evidence.name, typed.reading.sql]])),
	);
	const problems = [...strange.values()];
	const entities = Object.entries(found.preset.entities).flatMap(([entity, mapping]): EntityProposal[] => {
		const mapped = Object.entries(mapping).flatMap(([column, value]) => {
			const resolved = resolveValue(value, headers);
			if (resolved === null) return [];
			return [{ column, value: readAsText(resolved.value, readings), confidence: 1, why: resolved.why }];
		});
		const filled = new Set(mapped.map(({ column }) => column));
		const missing = Object.entries(entityByName(entity)?.columns ?? {})
			.filter(([name, { required }]) => required === true && !filled.has(name))
			.map(([name]) => name);
		if (missing.length > 0) {
			problems.push(`${entity} cannot be filled: the export has nothing for ${missing.join(', ')}`);
			return [];
		}
		const why = `the headers are those of ${found.preset.crm}’s ${found.preset.title}`;
		return [{ entity, confidence: 1, why, columns: mapped }];
	});
	return { entities, problems };
}

/** A mapping over a column that has to stay text, by what its text means. */
function readAsText(
	value: EntityProposal['columns'][number]['value'],
	readings: ReadonlyMap<string, string>,
): typeof value {
	if (typeof value === 'string') {
		const reading = readings.get(value);
		return reading === undefined ? value : { sql: reading };
	}
	if (!('sql' in value)) return value;
	let text = value.sql;
	for (const [name, reading] of readings) text = text.replaceAll(quotedName(name), `(${reading})`);
	return { sql: text };
}

/** What the interface of a CRM exports, it exports in the zone of whoever is logged in. */
const LOCAL_TIMES =
	'times of an export of the user interface are in the zone of whoever exported it: set zone where that is not the company’s';

/** Fields of one's own, which Pipedrive exports under a hash. */
const HASHED = /^[0-9a-f]{40}$/;

/** What a person ought to know of a known export. */
export function presetProblems({ preset, isOfApi }: RecognisedPreset, table: TextTable): string[] {
	const hashed = table.names.filter((name) => HASHED.test(name));
	return [
		...(preset.mostRows !== undefined && table.rows >= preset.mostRows
			? [
					`the file has ${table.rows.toLocaleString('en-US')} rows, and an export of ${preset.crm} ends after ${preset.mostRows.toLocaleString('en-US')}: rows are probably missing`,
				]
			: []),
		...(hashed.length > 0
			? [
					`${hashed.length} fields of your own go by a hash (${hashed[0]?.slice(0, 8) ?? ''}…): they are loaded, and not mapped`,
				]
			: []),
		...(isOfApi || preset.zone === undefined ? [] : [LOCAL_TIMES]),
		...(preset.notes ?? []),
	];
}

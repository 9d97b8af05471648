import { entityByName } from '#warehouse/entities/entities.ts';
import { quotedName } from '#warehouse/staging.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import { recognisePreset } from '../presets/apply-preset.ts';
import type { RecognisedPreset } from '../presets/apply-preset.ts';
import { columnEvidence } from './column-evidence.ts';
import type { ColumnEvidence } from './column-evidence.ts';
import type { ColumnWithType } from './column-with-type.ts';
import { findCursors } from './find-cursors.ts';
import { findKey } from './find-key.ts';
import type { FoundKey } from './find-key.ts';
import { greatestValues } from './greatest-values.ts';
import { mapByPreset, presetProblems } from './map-by-preset.ts';
import { maskedExample } from './mask-example.ts';
import { isPersonalName } from './personal-names.ts';
import type { Answers, ColumnProposal, EntityProposal, Question, Unpreviewed } from './proposal.ts';
import { recogniseEntities } from './recognise-entities.ts';
import type { EntityParts } from './recognise-entities.ts';
import type { TextTable } from './text-table.ts';
import { typeColumns } from './type-columns.ts';
import type { KnownRows } from './type-columns.ts';

/** What a person said of the source before it was looked at. */
export interface LookOptions {
	readonly name: string;
	readonly reference: string;
	readonly kind?: 'rows';
	readonly answers: Answers;
	/** Whether somebody maps by hand what an entity lacks: then it is proposed all the same. */
	readonly isMappedByHand: boolean;
	/** What is known of rows that come from no file. */
	readonly known?: KnownRows | undefined;
}

/** Words of German in the names of columns. */
const GERMAN_NAME =
	/(nummer|datum|preis|menge|anzahl|umsatz|betrag|kunde|strasse|straße|land$|^ort$|^plz$|bestell|rechnung|auftrag|artikel|währung|vorname|nachname|firma|bezeichnung)/i;

function isGermanText(table: TextTable): boolean {
	const german = table.names.filter((name) => GERMAN_NAME.test(name)).length;
	return german >= 2 || (german >= 1 && table.format.delimiter === ';');
}

/** The type that the entities want of a column that no row fills; text where none does. */
function emptyType(name: string, entities: readonly EntityProposal[]): ColumnType {
	for (const { entity, columns } of entities) {
		const mapped = columns.find(({ value }) => value === name);
		const wanted = mapped === undefined ? undefined : entityByName(entity)?.columns[mapped.column]?.type;
		if (wanted !== undefined) return wanted;
	}
	return 'text';
}

/** Whether a mapping reads a column, by itself or in its SQL. */
function isMapped(name: string, entities: readonly EntityProposal[]): boolean {
	return entities.some(({ columns }) =>
		columns.some(
			({ value }) =>
				value === name || (typeof value === 'object' && 'sql' in value && value.sql.includes(quotedName(name))),
		),
	);
}

/** A column that nothing reads sets no row aside: where its type would, it stays text. */
function lenient(column: ColumnWithType, key: readonly string[], entities: readonly EntityProposal[]): ColumnWithType {
	const { evidence, typed } = column;
	if (typed.fits === 1 || key.includes(evidence.name) || isMapped(evidence.name, entities)) return column;
	const why = typed.evidence.replace(/; rows with .*$/, '');
	return {
		evidence,
		typed: {
			type: 'text',
			evidence: `${why}, but not all: nothing reads it, so it stays text`,
			fits: 1,
			reading: null,
		},
	};
}

function columnProposal(
	{ evidence, typed }: ColumnWithType,
	table: TextTable,
	key: readonly string[],
	entities: readonly EntityProposal[],
): ColumnProposal {
	const isEmpty = evidence.values === 0;
	const type = isEmpty && typed.type === 'text' ? emptyType(evidence.name, entities) : typed.type;
	const isPersonal = isPersonalName(evidence.name);
	return {
		name: evidence.name,
		type,
		required: key.includes(evidence.name),
		examples: evidence.examples.map((example) => maskedExample(example, isPersonal)),
		evidence: isEmpty && type !== typed.type ? `no row has a value; taken for ${type} by its name` : typed.evidence,
		fits: typed.fits,
		empty: table.rows - evidence.values,
		distinct: evidence.distinct,
		reading: typed.reading,
		protection: 'none',
	};
}

function problemsOf(columns: readonly ColumnWithType[]): string[] {
	return columns
		.filter(({ typed }) => typed.fits < 1)
		.map(({ evidence, typed }) => `${evidence.name}: ${typed.evidence}`);
}

async function entityParts(
	table: TextTable,
	typed: readonly ColumnWithType[],
	key: readonly string[],
	sourceName: string,
): Promise<EntityParts> {
	return {
		sourceName,
		key,
		columns: typed.map(({ evidence: { name, values }, typed: { type, reading } }) => ({
			name,
			type: reading?.type ?? type,
			isEmpty: values === 0,
		})),
		readings: new Map(
			typed.flatMap(({ evidence: { name }, typed: { reading } }) => (reading === null ? [] : [[name, reading.sql]])),
		),
		integers: new Set(
			typed
				.filter(({ evidence: { values }, typed: { type } }) => type === 'integer' || values === 0)
				.map(({ evidence: { name } }) => name),
		),
		greatest: await greatestValues(table, typed),
		values: new Map(typed.map(({ evidence: { name, examples, distinct } }) => [name, distinct <= 50 ? examples : []])),
	};
}

function namesOf(answer: string | undefined): string[] | null {
	if (answer === undefined) return null;
	return answer === 'none' ? [] : answer.split(',').map((name) => name.trim());
}

/** The column that tells of deletions in a known export, under its header; null where there is none. */
function deletedOf(found: RecognisedPreset | null): Unpreviewed['deleted'] {
	const deleted = found?.preset.deleted;
	const column = deleted === undefined ? undefined : found?.headers.get(deleted.column);
	if (deleted === undefined || column === undefined) return null;
	return { column, ...(deleted.values === undefined ? {} : { values: deleted.values }) };
}

/** The primary key where one is known, else what the rows say. */
async function keyOf(
	table: TextTable,
	evidence: readonly ColumnEvidence[],
	known: KnownRows | undefined,
): Promise<FoundKey> {
	if (known === undefined || known.key.length === 0) return findKey(table, evidence);
	return { key: known.key, evidence: 'the primary key of the table' };
}

interface Mapping {
	readonly entities: readonly EntityProposal[];
	readonly questions: readonly Question[];
	readonly problems: readonly string[];
}

/** A mapping without what only files have: the place of a row in them. */
function withoutLines(mapping: Mapping): Mapping {
	const hasLine = ({ columns }: EntityProposal): boolean =>
		columns.some(({ value }) => typeof value === 'object' && 'line' in value);
	const named = mapping.entities.filter(hasLine).map(({ entity }) => entity);
	if (named.length === 0) return mapping;
	const problem = `${named.join(', ')}: no column tells its rows apart, and these have no place in a file: name those that do with --key`;
	return {
		...mapping,
		entities: mapping.entities.filter((entity) => !hasLine(entity)),
		problems: [...mapping.problems, problem],
	};
}

/**
 * What a table of text is proposed to be: how its values are written, the type of each column, its key, and what fills
 * which entity, by a known export or by names. What nobody can tell from the data is a question.
 */
export async function propose(table: TextTable, options: LookOptions): Promise<Unpreviewed> {
	const { answers, known } = options;
	const evidence = await columnEvidence(table);
	const found = recognisePreset(table.names);
	const isGerman = isGermanText(table);
	const { columns: typed, ...written } = await typeColumns(table, evidence, answers, isGerman, {
		preset: found,
		known,
	});
	const guessed = await keyOf(table, evidence, known);
	const presetKey = found?.preset.key.map((field) => found.headers.get(field) ?? field) ?? [];
	const isPresetKey = found !== null && presetKey.every((name) => table.names.includes(name));
	const chosenKey = namesOf(answers.key);
	const isKnownKey = known !== undefined && known.key.length > 0;
	const key = chosenKey ?? (isPresetKey && !isKnownKey ? presetKey : guessed.key);
	const mapped =
		found !== null && answers.entity === undefined
			? { ...mapByPreset(found, typed), questions: [] }
			: recogniseEntities(await entityParts(table, typed, key, options.name), answers.entity, options.isMappedByHand);
	const mapping = options.kind === 'rows' ? withoutLines(mapped) : mapped;
	const declared = typed.map((column) => lenient(column, key, mapping.entities));
	const unknownKey = (chosenKey ?? []).filter((name) => !table.names.includes(name));
	const versionHeader = found?.preset.version === undefined ? undefined : found.headers.get(found.preset.version);
	const isUtc = written.isUtc || (found?.isOfApi === true && found.preset.zone === 'UTC');
	return {
		name: options.name,
		kind: options.kind ?? table.kind,
		reference: options.reference,
		format: written.format,
		zone: isUtc && declared.some(({ typed: { type } }) => type === 'timestamp') ? 'UTC' : null,
		rows: table.rows,
		isWhole: table.isWhole,
		columns: declared.map((column) => columnProposal(column, table, key, mapping.entities)),
		key,
		keyEvidence:
			chosenKey !== null
				? 'you said so'
				: isPresetKey && !isKnownKey
					? `the id of ${found.preset.crm}`
					: guessed.evidence,
		disposition: 'replace',
		version: versionHeader ?? null,
		deleted: deletedOf(found),
		cursors: findCursors(typed, key),
		preset: found?.preset.name ?? null,
		entities: mapping.entities,
		questions: [...written.questions, ...mapping.questions],
		problems: [
			...table.problems,
			...unknownKey.map((name) => `key: the source has no column "${name}"`),
			...problemsOf(declared),
			...mapping.problems,
			...(found === null ? [] : presetProblems(found, table)),
		],
	};
}

import type { UploadChoices } from '#records/source-look.ts';
import { entityByName } from '#warehouse/entities/entities.ts';
import { quotedName } from '#warehouse/staging.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { ColumnProposal, EntityProposal, MappedColumn, Unpreviewed } from './proposal.ts';

const SAID_SO = 'you said so';

/** Whether a mapping reads a column of the source: by itself, or in its SQL. */
export function reads({ value }: MappedColumn, name: string): boolean {
	return value === name || (typeof value === 'object' && 'sql' in value && value.sql.includes(quotedName(name)));
}

/** The one column of the source that fills a column of an entity; null where it is worked out, fixed or counted. */
export function fillingColumn({ value }: MappedColumn, columns: readonly ColumnProposal[]): string | null {
	if (typeof value === 'string') return value;
	if (!('sql' in value)) return null;
	return columns.find(({ reading }) => reading?.sql === value.sql)?.name ?? null;
}

/** Columns that a row of the entity cannot do without, and that nothing fills. */
export function missingColumns({ entity, columns }: Pick<EntityProposal, 'entity' | 'columns'>): string[] {
	const filled = new Set(columns.map(({ column }) => column));
	return Object.entries(entityByName(entity)?.columns ?? {})
		.filter(([name, { required }]) => required === true && !filled.has(name))
		.map(([name]) => name);
}

/** The type that a column of an entity wants which somebody has a column of text fill: as text it would be null unseen. */
function wantedType(name: string, proposal: Unpreviewed, { fills }: UploadChoices): ColumnType | null {
	for (const { entity, columns } of proposal.entities) {
		const target = fills?.[entity]?.[name];
		if (target === undefined || target === '') continue;
		if (columns.some((mapped) => mapped.column === target && reads(mapped, name))) continue;
		const type = entityByName(entity)?.columns[target]?.type;
		if (type !== undefined && type !== 'text') return type;
	}
	return null;
}

function chosenColumn(column: ColumnProposal, proposal: Unpreviewed, choices: UploadChoices): ColumnProposal {
	const protection = choices.protection?.[column.name] ?? column.protection;
	// A hash is a text, whatever it was made of.
	if (protection === 'pseudonym') return { ...column, protection, type: 'text', reading: null };
	const isBareText = column.type === 'text' && column.reading === null;
	const wanted = isBareText ? wantedType(column.name, proposal, choices) : null;
	const type = choices.types?.[column.name] ?? wanted ?? column.type;
	if (type === column.type) return { ...column, protection };
	return { ...column, protection, type, evidence: SAID_SO, reading: null };
}

function filledBy(column: ColumnProposal, target: string): MappedColumn {
	const value = column.reading === null ? column.name : { sql: column.reading.sql };
	return { column: target, value, confidence: 1, why: SAID_SO };
}

/** What the columns of the source fill, each as somebody said, and otherwise as it was found. */
function filledColumns(
	proposed: readonly MappedColumn[],
	columns: readonly ColumnProposal[],
	wanted: Readonly<Record<string, string>>,
): MappedColumn[] {
	return columns.flatMap((column) => {
		const found = proposed.filter((mapped) => fillingColumn(mapped, columns) === column.name);
		const target = wanted[column.name];
		if (target === undefined || found.some((mapped) => mapped.column === target)) return found;
		return target === '' ? [] : [filledBy(column, target)];
	});
}

function chosenEntity(
	proposed: EntityProposal,
	columns: readonly ColumnProposal[],
	{ fills, fixed }: UploadChoices,
): EntityProposal {
	const { entity } = proposed;
	const values = fixed?.[entity] ?? {};
	const filled = filledColumns(proposed.columns, columns, fills?.[entity] ?? {});
	const constant: MappedColumn[] = Object.entries(values)
		.filter(([, value]) => value !== '')
		.map(([column, value]) => ({ column, value: { value }, confidence: 1, why: SAID_SO }));
	// Of two that fill one column what somebody said stands; what was worked out gives way to a column.
	const taken = new Set([...filled, ...constant].map(({ column }) => column));
	const made = proposed.columns.filter(
		(mapped) =>
			fillingColumn(mapped, columns) === null && !taken.has(mapped.column) && values[mapped.column] === undefined,
	);
	const dropped = columns.filter(({ protection }) => protection === 'drop');
	const order = Object.keys(entityByName(entity)?.columns ?? {});
	return {
		...proposed,
		columns: [...constant, ...filled, ...made]
			.filter((mapped, place, all) => all.findIndex(({ column }) => column === mapped.column) === place)
			.filter((mapped) => order.includes(mapped.column) && !dropped.some(({ name }) => reads(mapped, name)))
			.sort((left, right) => order.indexOf(left.column) - order.indexOf(right.column)),
	};
}

/**
 * A proposal as somebody wants it: types, what fills what, what is protected, how newer files are taken. What they left as
 * it was found stays; columns that an entity does not have, or the source, are passed over.
 */
export function applyChoices(proposal: Unpreviewed, choices: UploadChoices): Unpreviewed {
	const columns = proposal.columns.map((column) => chosenColumn(column, proposal, choices));
	const isKeyKept = proposal.key.every((name) =>
		columns.some((column) => column.name === name && column.protection !== 'drop'),
	);
	const key = isKeyKept ? proposal.key : [];
	const wanted = choices.disposition ?? proposal.disposition;
	return {
		...proposal,
		columns,
		key,
		// Rows without a key cannot be told apart, so newer ones can only come on top.
		disposition: wanted === 'merge' && key.length === 0 ? 'append' : wanted,
		entities: proposal.entities.map((entity) => chosenEntity(entity, columns, choices)),
	};
}

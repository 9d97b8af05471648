import { ENTITIES, entityByName } from '#warehouse/entities/entities.ts';
import { composeMapping } from './compose-mapping.ts';
import type { MappingParts } from './mapping-parts.ts';
import { KNOWN_ENTITIES } from './known-names.ts';
import { bareName } from './name-words.ts';
import type { EntityProposal, MappedColumn, Question } from './proposal.ts';
import { recogniseFields } from './recognise-columns.ts';
import type { NamedColumn } from './recognise-columns.ts';

/** What is known of a source when its entities are looked for. */
export interface EntityParts extends Omit<MappingParts, 'fields'> {
	readonly columns: readonly NamedColumn[];
	/** The name of the file or table. */
	readonly sourceName: string;
}

export interface RecognisedEntities {
	readonly entities: readonly EntityProposal[];
	readonly questions: readonly Question[];
	readonly problems: readonly string[];
}

interface Candidate {
	readonly entity: string;
	readonly mapping: readonly MappedColumn[];
	/** Required columns that nothing fills. */
	readonly missing: readonly string[];
	readonly score: number;
	readonly isNamedSo: boolean;
}

/** A score below this is a guess that nobody should take unasked. */
const LEAST_SCORE = 2.5;
const NAME_SCORE = 4;
/** Another entity so near to the first one's score is worth a question. */
const NEAR = 0.85;

function isNamed(entity: string, sourceName: string): boolean {
	const bare = bareName(sourceName);
	const words = (KNOWN_ENTITIES[entity]?.files ?? '').split(/\s+/);
	return words.some((word) => bare === word || bare.startsWith(word) || bare.endsWith(word));
}

function weightOf(entity: string, { column, value, confidence }: MappedColumn): number {
	const known = entityByName(entity);
	const isConstant = typeof value === 'object' && ('value' in value || 'line' in value);
	if (known === null || isConstant) return 0;
	const isCentral = known.key.includes(column) || known.columns[column]?.required === true;
	return confidence * (isCentral ? 2 : 1);
}

/** Whether rows of the file can be sales at all: an order or at least a day and somebody who bought, and money. */
function isSale(mapping: readonly MappedColumn[], parts: EntityParts): boolean {
	const has = (...names: readonly string[]): boolean =>
		names.every((name) => mapping.some(({ column }) => column === name));
	const fields = new Set(recogniseFields('order_lines', parts.columns).map(({ field }) => field));
	return has('unit_price') && (fields.has('order_id') || (fields.has('ordered_at') && fields.has('customer_id')));
}

/** Sales name their orders themselves; a rate has no id. */
const KEPT_KEYS = new Set(['order_lines', 'orders', 'exchange_rates']);

/** The id of an entity that no column is named like: the key of the source, whatever its name. */
function keyOfSource(entity: string, mapping: readonly MappedColumn[], { key }: EntityParts): MappedColumn[] {
	const [wanted, second] = entityByName(entity)?.key ?? [];
	const [only, more] = key;
	if (KEPT_KEYS.has(entity) || wanted === undefined || second !== undefined) return [];
	if (only === undefined || more !== undefined || mapping.some(({ column }) => column === wanted)) return [];
	return [{ column: wanted, value: only, confidence: 0.5, why: `${only}: it is different in every row` }];
}

function candidateOf(entity: string, parts: EntityParts): Candidate {
	const found = recogniseFields(entity, parts.columns);
	const fields = new Map(found.map((field) => [field.field, field]));
	const known = entityByName(entity);
	const composed = composeMapping(entity, { ...parts, fields });
	const mapping = [...composed, ...keyOfSource(entity, composed, parts)];
	const filled = new Set(mapping.map(({ column }) => column));
	const missing = Object.entries(known?.columns ?? {})
		.filter(([name, column]) => column.required === true && !filled.has(name))
		.map(([name]) => name);
	const isNamedSo = isNamed(entity, parts.sourceName);
	const score = mapping.reduce((sum, each) => sum + weightOf(entity, each), 0) + (isNamedSo ? NAME_SCORE : 0);
	return { entity, mapping, missing, score, isNamedSo };
}

function proposalOf({ entity, mapping, isNamedSo, score }: Candidate, why: string | null): EntityProposal {
	const known = Object.keys(entityByName(entity)?.columns ?? {});
	const columns = [...mapping].sort((left, right) => known.indexOf(left.column) - known.indexOf(right.column));
	const named = columns.filter(({ value }) => typeof value === 'string' || 'sql' in value).map(({ column }) => column);
	return {
		entity,
		confidence: Math.min(1, Number((score / 8).toFixed(2))),
		why: why ?? `it has ${named.slice(0, 5).join(', ')}${isNamedSo ? ', and is named so' : ''}`,
		columns,
	};
}

/** What rows of sales say beside: their orders, their customers, their products. */
function companions(lines: Candidate, parts: EntityParts): EntityProposal[] {
	const has = (candidate: Candidate, ...names: readonly string[]): boolean =>
		candidate.missing.length === 0 && names.every((name) => candidate.mapping.some(({ column }) => column === name));
	const [orders, customers, products] = ['orders', 'customers', 'products'].map((name) => candidateOf(name, parts)) as [
		Candidate,
		Candidate,
		Candidate,
	];
	const customerId = lines.mapping.find(({ column }) => column === 'customer_id');
	const productId = lines.mapping.find(({ column }) => column === 'product_id');
	return [
		...(has(orders, 'order_id', 'ordered_at') ? [proposalOf(orders, 'each row names its order and when it was')] : []),
		...(has(customers, 'customer_id') && customerId !== undefined
			? [proposalOf(customersOfSales(customers), 'each row names who bought')]
			: []),
		...(has(products, 'product_id', 'name') && productId !== undefined
			? [proposalOf(productsOfSales(products), 'each row names what was sold')]
			: []),
	];
}

/** The day of an order is not that on which its customer came. */
function customersOfSales(customers: Candidate): Candidate {
	return { ...customers, mapping: customers.mapping.filter(({ column }) => column !== 'created_at') };
}

/** The price that was paid is not that of the catalogue. */
function productsOfSales(products: Candidate): Candidate {
	return {
		...products,
		mapping: products.mapping.filter(({ column }) => !['list_price', 'unit_cost'].includes(column)),
	};
}

function entityQuestion(suggested: string | null, possible: readonly string[]): Question {
	const names = [...possible, ...ENTITIES.map(({ name }) => name).filter((name) => !possible.includes(name))];
	return {
		id: 'entity',
		text: 'what does a row of it tell of? Several entities with commas between, or none to load it without a mapping',
		options: [...names, 'none'].map((value) => ({ value, label: value.replaceAll('_', ' ') })),
		suggested,
	};
}

function wantedEntities(names: readonly string[], parts: EntityParts, keepsIncomplete: boolean): RecognisedEntities {
	const problems: string[] = [];
	const entities = names.flatMap((name) => {
		if (entityByName(name) === null) {
			problems.push(`unknown entity "${name}" (expected ${ENTITIES.map((entity) => entity.name).join(', ')} or none)`);
			return [];
		}
		const candidate = candidateOf(name, parts);
		if (candidate.missing.length > 0 && !keepsIncomplete) {
			const columns = candidate.missing.join(', ');
			problems.push(`${name} needs ${columns}, and no column of the source is known to be that: map it by hand`);
			return [];
		}
		return [proposalOf(candidate, 'you said so')];
	});
	return { entities, questions: [], problems };
}

/**
 * What a source is, by the names and types of its columns and its own name: the entity that most of it fits, and for sales
 * the orders, customers and products that stand on each line.
 * @param answer names of entities with commas between, or `none`: what a person said
 * @param keepsIncomplete whether an entity that somebody named is proposed though required columns of it are not filled
 */
export function recogniseEntities(
	parts: EntityParts,
	answer: string | undefined,
	keepsIncomplete = false,
): RecognisedEntities {
	if (answer === 'none') return { entities: [], questions: [], problems: [] };
	if (answer !== undefined)
		return wantedEntities(
			answer.split(',').map((name) => name.trim()),
			parts,
			keepsIncomplete,
		);
	const candidates = Object.keys(KNOWN_ENTITIES)
		.map((entity) => candidateOf(entity, parts))
		.filter(
			({ entity, missing, mapping }) => missing.length === 0 && (entity !== 'order_lines' || isSale(mapping, parts)),
		)
		.sort((left, right) => right.score - left.score);
	const [first, second] = candidates;
	const possible = candidates.map(({ entity }) => entity);
	if (first === undefined || first.score < LEAST_SCORE) {
		return { entities: [], questions: [entityQuestion(null, possible)], problems: [] };
	}
	const lines = candidates.find(({ entity }) => entity === 'order_lines');
	const isOfSales = (first.entity === 'order_lines' || first.entity === 'orders') && lines !== undefined;
	const entities = isOfSales ? [proposalOf(lines, null), ...companions(lines, parts)] : [proposalOf(first, null)];
	const isClose = !isOfSales && second !== undefined && second.score >= first.score * NEAR;
	return { entities, questions: isClose ? [entityQuestion(first.entity, possible)] : [], problems: [] };
}

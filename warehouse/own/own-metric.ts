import type { Connection } from '../database.ts';
import { METRIC_IDS } from '../metrics/catalog.ts';
import { DIMENSIONS } from '../metrics/dimensions.ts';
import type { DimensionId } from '../metrics/dimensions.ts';
import type { Localized } from '../metrics/localized.ts';

import type { Grain, MetricUnit, OwnMetric } from '../metrics/metric.ts';
import type { Relation } from '../metrics/relation.ts';
import { closeNames } from './close-names.ts';
import type { EmptyWarehouse } from './empty-warehouse.ts';
import { explainProblem } from './explain.ts';
import type { OwnProblem } from './own-problem.ts';
import { checkOwnSelect } from './own-reads.ts';

/** A metric of somebody's own, as it is written down and kept with a snapshot: plain data. */
export interface OwnMetricDefinition {
	/** As the command line names it. */
	readonly id: string;
	readonly name: Localized;
	readonly unit: MetricUnit;
	/** The exact rule in one sentence. */
	readonly definition: Localized;
	/** The mart that it is computed from. */
	readonly relation: string;
	/** An aggregate over the relation's rows. */
	readonly expression: string;
	/** The rows that count; all where left out. */
	readonly where?: string | undefined;
	/** The column with the day that a row counts by. */
	readonly day: string;
	/** By dimension the column or expression over one row that gives its value. */
	readonly dimensions: Readonly<Partial<Record<DimensionId, string>>>;
	readonly grains: readonly Grain[];
	readonly isAdditive: boolean;
	readonly higherIsBetter: boolean;
	readonly decimals?: 2 | 4 | undefined;
}

/** The relation of a metric of somebody's own: the rows of its mart that count. */
function relationOf({ relation, where, day, dimensions }: OwnMetricDefinition): Relation {
	return {
		from: where === undefined ? relation : `(select * from ${relation} where ${where}\n) as counted`,
		timeColumn: day,
		timeGrain: 'day',
		covers: 'own',
		dimensions,
	};
}

/** Makes a metric of a definition. */
export function toMetric(definition: OwnMetricDefinition): OwnMetric {
	const { id, name, unit, definition: rule, isAdditive, higherIsBetter, decimals, grains } = definition;
	return {
		id,
		name,
		unit,
		definition: rule,
		isAdditive,
		higherIsBetter,
		grains,
		dimensions: Object.keys(definition.dimensions) as DimensionId[],
		...(decimals === undefined ? {} : { decimals }),
		paths: [{ relation: relationOf(definition), only: null, value: () => definition.expression }],
	};
}

const DAY_TYPES = new Set(['DATE']);
const NUMBERS =
	/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL)/;

/** What a metric of a definition asks, one query per part, so that a problem names its part. */
function partsOf({ relation, where, expression, dimensions }: OwnMetricDefinition): [part: string, query: string][] {
	const from = `from ${relation}${where === undefined ? '' : ` where ${where}\n`}`;
	return [
		...(where === undefined ? [] : [['where', `select 1 ${from}`] as [string, string]]),
		['expression', `select ${expression}\n as value ${from}`],
		...Object.entries(dimensions).map(([id, value]): [string, string] => [
			`dimensions.${id}`,
			`select ${value}\n as value ${from}`,
		]),
	];
}

async function partProblem(
	{ connection, relations }: EmptyWarehouse,
	[part, query]: [part: string, query: string],
): Promise<string | null> {
	// Parameters are written as $1: what stands in an expression as such would be taken for one.
	if (/\$\d/.test(query)) return `${part} holds a $ before a digit (expected none)`;
	const checked = await checkOwnSelect(connection, query, relations);
	if ('message' in checked) return `${part} ${checked.message}`;
	const problem = await explainProblem(connection, query);
	return problem === null ? null : `${part}: ${problem.message}`;
}

/** The type that an aggregate over no rows has, or null where it gives several rows and is none. */
async function valueType(
	connection: Connection,
	{ relation, expression }: OwnMetricDefinition,
): Promise<string | null> {
	const answer = await connection.runAndReadAll(
		`select typeof(value) from (select ${expression}\n as value from ${relation} where false)`,
	);
	const rows = answer.getRows();
	return rows.length === 1 ? String(rows[0]?.[0]) : null;
}

async function problemsOf(definition: OwnMetricDefinition, warehouse: EmptyWarehouse): Promise<string[]> {
	const { id, relation, day, dimensions } = definition;
	if ((METRIC_IDS as readonly string[]).includes(id) || id === 'ls')
		return [`"${id}" is a metric of Kundig's own: give it another id`];
	const known = warehouse.relations.get(relation);
	const published = [...warehouse.relations]
		.filter(([, { origin }]) => origin === 'mart' || origin === 'score' || origin === 'own')
		.map(([name]) => name);
	if (known === undefined || !published.includes(relation)) {
		return [
			`relation "${relation}" is none that is published (expected one of ${closeNames(relation, published).join(', ')})`,
		];
	}
	const problems: string[] = [];
	const dayType = known.columns.get(day);
	if (dayType === undefined) {
		problems.push(
			`day "${day}" is no column of ${relation} (expected one of ${closeNames(day, [...known.columns.keys()]).join(', ')})`,
		);
	} else if (!DAY_TYPES.has(dayType)) {
		problems.push(`day "${day}" is of type ${dayType.toLowerCase()} (expected a date)`);
	}
	const unknown = Object.keys(dimensions).filter((name) => !Object.hasOwn(DIMENSIONS, name));
	if (unknown.length > 0) {
		problems.push(
			`unknown dimension "${unknown.join('", "')}" (expected one of ${Object.keys(DIMENSIONS).join(', ')})`,
		);
	}
	for (const part of partsOf(definition)) {
		const problem = await partProblem(warehouse, part);
		if (problem !== null) problems.push(problem);
	}
	if (problems.length > 0) return problems;
	const type = await valueType(warehouse.connection, definition);
	if (type === null) return ['expression is no aggregate (expected one value of many rows, as sum(net_base))'];
	return NUMBERS.test(type) || type === '"NULL"' ? [] : [`expression gives ${type.toLowerCase()} (expected a number)`];
}

/** What is wrong with metrics of somebody's own, each beside the place it was written at. */
export async function ownMetricProblems(
	metrics: readonly { readonly place: string; readonly definition: OwnMetricDefinition }[],
	warehouse: EmptyWarehouse,
): Promise<OwnProblem[]> {
	const problems: OwnProblem[] = [];
	const seen = new Map<string, string>();
	for (const { place, definition } of metrics) {
		const { id } = definition;
		const before = seen.get(id);
		if (before !== undefined) problems.push({ place, line: null, message: `metric ${id} is also in ${before}` });
		seen.set(id, place);
		for (const message of await problemsOf(definition, warehouse)) {
			problems.push({ place, line: null, message: `metric ${id}: ${message}` });
		}
	}
	return problems;
}

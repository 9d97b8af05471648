import { row, unsafe } from '../query.ts';
import { SAMPLED } from '../checks/rules.ts';
import type { Check } from '../checks/check.ts';
import type { Connection } from '../database.ts';
import type { EmptyRelation, EmptyWarehouse } from './empty-warehouse.ts';
import { closeNames } from './close-names.ts';
import { explainProblem } from './explain.ts';
import { traits } from './own-check.ts';
import type { CheckOrProblem } from './own-check.ts';
import type { OwnProblem } from './own-problem.ts';
import { checkOwnSelect } from './own-reads.ts';

interface OverColumn {
	readonly relation: string;
	readonly column: string;
	/** The rows that are looked at; all where left out. */
	readonly where?: string | undefined;
}

/** A rule of a config over a relation. */
export type Rule =
	| (OverColumn & { readonly rule: 'not_null' })
	| (Omit<OverColumn, 'column'> & { readonly rule: 'unique'; readonly column: string | readonly string[] })
	| (OverColumn & { readonly rule: 'accepted'; readonly values: readonly (string | number | boolean)[] })
	/** What the column names is there: `to` is a relation and its column. */
	| (OverColumn & { readonly rule: 'relationship'; readonly to: string })
	| (OverColumn & {
			readonly rule: 'range';
			readonly min?: number | string | undefined;
			readonly max?: number | string | undefined;
	  })
	| (OverColumn & { readonly rule: 'freshness'; readonly maxHours: number })
	| { readonly rule: 'row_count_change'; readonly relation: string; readonly maxShare: number };

export interface RuleCheck {
	readonly place: string;
	readonly severity: Check['severity'];
	readonly rule: Rule;
}

function literal(value: string | number | boolean): string {
	return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/** The relation with the rows that are looked at, without columns that identify a person. */
function rowsOf(name: string, where: string | undefined, { hidden }: EmptyRelation): string {
	const columns = hidden.length === 0 ? '*' : `* exclude (${hidden.join(', ')})`;
	return `(select ${columns} from ${name}${where === undefined ? '' : ` where ${where}\n`}) as looked_at`;
}

type Written = Omit<Check, 'severity'>;

/** Where the rows of the last snapshot go in a query; as it stands, there were none. */
const ROWS_BEFORE = '/* rows before */ 0';

/** Checks that compare with the last snapshot, with its rows by relation written in. */
export function withRowsBefore(checks: readonly Check[], rowsBefore: ReadonlyMap<string, number>): Check[] {
	return checks.map((check) => {
		const before = check.comparesRowsOf === undefined ? undefined : rowsBefore.get(check.comparesRowsOf);
		if (before === undefined) return check;
		const write = (sql: string): string => sql.replaceAll(ROWS_BEFORE, String(before));
		return {
			...check,
			sql: write(check.sql),
			...(check.sampleSql === undefined ? {} : { sampleSql: write(check.sampleSql) }),
		};
	});
}

function sampled(expression: string, from: string): string {
	return `select distinct ${expression} as text from ${from} order by 1 limit ${SAMPLED}`;
}

/** Rows of a relation that meet a condition which none should, named by the relation's first column. */
function never(
	{ relation, column, where }: OverColumn,
	known: EmptyRelation,
	rule: string,
	meaning: string,
	condition: string,
): Written {
	const rows = `${rowsOf(relation, where, known)} where ${condition}`;
	const [first = column] = known.columns.keys();
	const key = first === column ? `${column}::varchar` : `concat_ws(': ', ${first}::varchar, ${column}::varchar)`;
	return {
		name: `${relation}.${column} ${rule}`,
		meaning,
		sql: `select count(*) as failing from ${rows}`,
		sampleSql: sampled(key, rows),
	};
}

function bounds({
	min,
	max,
}: {
	readonly min?: number | string | undefined;
	readonly max?: number | string | undefined;
}): {
	readonly condition: (column: string) => string;
	readonly words: string;
} {
	const low = min === undefined ? [] : [(column: string) => `${column} < ${literal(min)}`];
	const high = max === undefined ? [] : [(column: string) => `${column} > ${literal(max)}`];
	const words = min === undefined ? `above ${max}` : max === undefined ? `below ${min}` : `outside of ${min} to ${max}`;
	return { condition: (column) => [...low, ...high].map((each) => each(column)).join(' or '), words };
}

function unique(rule: Extract<Rule, { rule: 'unique' }>, known: EmptyRelation): Written {
	const columns = typeof rule.column === 'string' ? [rule.column] : rule.column;
	const key = columns.join(', ');
	const repeated = `(select ${key}, count(*) as times from ${rowsOf(rule.relation, rule.where, known)}
		group by ${key} having count(*) > 1) as repeated`;
	return {
		name: `${rule.relation}.${columns.join('+')} unique`,
		meaning: `${columns.join(' and ')} of ${rule.relation} is there more than once`,
		sql: `select coalesce(sum(times - 1), 0)::bigint as failing from ${repeated}`,
		sampleSql: sampled(`concat_ws(' ', ${columns.map((column) => `${column}::varchar`).join(', ')})`, repeated),
	};
}

function freshness(rule: Extract<Rule, { rule: 'freshness' }>, known: EmptyRelation): Written {
	const { relation, column, where, maxHours } = rule;
	const rows = rowsOf(relation, where, known);
	// A day lasts until its end.
	const newest = known.columns.get(column) === 'DATE' ? `max(${column}) + interval 1 day` : `max(${column})`;
	return {
		name: `${relation}.${column} freshness`,
		meaning: `nothing of ${relation} is newer than ${maxHours} hours by ${column}`,
		sql: `select case when coalesce(epoch(now()) - epoch((${newest})::timestamp) <= ${maxHours * 3600}, false)
			then 0 else 1 end as failing from ${rows}`,
		sampleSql: `select coalesce('the newest is of ' || max(${column})::varchar, 'there is none') as text from ${rows}`,
		isAskedAlways: true,
	};
}

function rowCountChange({ relation, maxShare }: Extract<Rule, { rule: 'row_count_change' }>): Written {
	return {
		name: `${relation} row_count_change`,
		meaning: `${relation} has grown or shrunk by more than ${maxShare * 100} % since the last snapshot`,
		// Without rows before there is nothing to compare with.
		sql: `select case when ${ROWS_BEFORE} > 0 and abs(count(*) - ${ROWS_BEFORE}) > ${maxShare} * ${ROWS_BEFORE}
			then abs(count(*) - ${ROWS_BEFORE}) else 0 end as failing from ${relation}`,
		sampleSql: `select ${ROWS_BEFORE} || ' rows before, ' || count(*) || ' now' as text from ${relation}`,
		comparesRowsOf: relation,
		needsStaging: true,
	};
}

function write(rule: Rule, known: EmptyRelation): Written {
	switch (rule.rule) {
		case 'not_null':
			return never(rule, known, 'not_null', `${rule.column} of ${rule.relation} is empty`, `${rule.column} is null`);
		case 'unique':
			return unique(rule, known);
		case 'accepted': {
			const values = rule.values.map(literal).join(', ');
			const meaning = `${rule.column} of ${rule.relation} is none of ${rule.values.join(', ')}`;
			return never(rule, known, 'accepted', meaning, `${rule.column} not in (${values})`);
		}
		case 'relationship': {
			const [target = '', column = ''] = rule.to.split('.');
			const meaning = `${rule.column} of ${rule.relation} names what is not in ${rule.to}`;
			return never(
				rule,
				known,
				`in ${column === rule.column ? target : rule.to}`,
				meaning,
				`${rule.column} is not null and not exists (select 1 from ${target} where ${target}.${column} = looked_at.${rule.column})`,
			);
		}
		case 'range': {
			const { condition, words } = bounds(rule);
			return never(rule, known, 'range', `${rule.column} of ${rule.relation} is ${words}`, condition(rule.column));
		}
		case 'freshness':
			return freshness(rule, known);
		case 'row_count_change':
			return rowCountChange(rule);
	}
}

function columnProblem(relation: string, column: string, known: EmptyRelation): string | null {
	if (known.columns.has(column)) return null;
	if (known.hidden.includes(column))
		return `"${column}" of ${relation} identifies a person, and checks show their rows`;
	return `"${column}" is no column of ${relation} (expected one of ${closeNames(column, [...known.columns.keys()]).join(', ')})`;
}

function checkable(name: string, relations: EmptyWarehouse['relations']): EmptyRelation | string {
	const known = relations.get(name);
	if (known !== undefined && ['staging', 'mart', 'score', 'own'].includes(known.origin)) return known;
	const published = [...relations]
		.filter(([, { origin }]) => ['mart', 'score', 'own'].includes(origin))
		.map(([each]) => each);
	const why =
		known === undefined ? 'is not there' : known.origin === 'people' ? 'holds personal data' : 'goes with the run';
	return `relation "${name}" ${why} (expected an stg_ relation, or one of ${closeNames(name, published).join(', ')})`;
}

function columnsOf(rule: Rule): readonly string[] {
	if (rule.rule === 'row_count_change') return [];
	return typeof rule.column === 'string' ? [rule.column] : rule.column;
}

/** A value that the column could never have: compared over rows it would fail in the middle of a run. */
async function valueProblem(connection: Connection, rule: Rule, known: EmptyRelation): Promise<string | null> {
	const values = rule.rule === 'accepted' ? rule.values : rule.rule === 'range' ? [rule.min, rule.max] : [];
	if (rule.rule !== 'accepted' && rule.rule !== 'range') return null;
	const type = known.columns.get(rule.column) ?? 'VARCHAR';
	for (const value of values) {
		if (value === undefined) continue;
		const fits = await row<{ fits: boolean }>(
			connection,
			unsafe(`select try_cast(${literal(value)} as ${type}) is not null as fits`),
			// A number is not even tried to be a day.
		).catch(() => null);
		if (fits?.fits !== true) return `${value} is no value of ${rule.column}, which is of type ${type.toLowerCase()}`;
	}
	return null;
}

function targetProblem(rule: Rule, relations: EmptyWarehouse['relations']): string | null {
	if (rule.rule !== 'relationship') return null;
	const [target = '', column = ''] = rule.to.split('.');
	const known = checkable(target, relations);
	const said = typeof known === 'string' ? known : columnProblem(target, column, known);
	return said === null ? null : `to: ${said}`;
}

/** Makes a check of a rule of a config. */
export async function ruleCheck(
	{ place, severity, rule }: RuleCheck,
	{ connection, relations }: EmptyWarehouse,
): Promise<CheckOrProblem> {
	const problem = (message: string): OwnProblem => ({ place, line: null, message });
	const known = checkable(rule.relation, relations);
	if (typeof known === 'string') return problem(known);
	if (rule.rule === 'row_count_change' && known.origin === 'staging') {
		return problem(`rows of ${rule.relation} are not kept to compare with (expected a published relation)`);
	}
	for (const column of columnsOf(rule)) {
		const said = columnProblem(rule.relation, column, known);
		if (said !== null) return problem(said);
	}
	const target = targetProblem(rule, relations);
	if (target !== null) return problem(target);
	if (rule.rule === 'freshness' && !/^(DATE|TIMESTAMP)/.test(known.columns.get(rule.column) ?? '')) {
		return problem(`"${rule.column}" of ${rule.relation} is neither a day nor an instant`);
	}
	const where = rule.rule === 'row_count_change' ? undefined : rule.where;
	const reads = new Set([rule.relation, ...(rule.rule === 'relationship' ? [rule.to.split('.')[0] ?? ''] : [])]);
	if (where !== undefined) {
		const checked = await checkOwnSelect(connection, `select 1 from ${rule.relation} where ${where}`, relations);
		if ('message' in checked) return problem(`where ${checked.message}`);
		for (const read of checked.reads) reads.add(read);
	}
	const value = await valueProblem(connection, rule, known);
	if (value !== null) return problem(value);
	const written = write(rule, known);
	const said = await explainProblem(connection, written.sql);
	if (said !== null) return problem(said.message);
	const name = where === undefined ? written.name : `${written.name} where ${where}`;
	return { check: { ...written, name, severity, isOwn: true, ...traits([...reads], relations) } };
}

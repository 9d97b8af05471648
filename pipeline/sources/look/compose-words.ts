import { quotedName } from '#warehouse/staging.ts';
import { made, sqlOf } from './mapping-parts.ts';
import type { MappingParts } from './mapping-parts.ts';
import type { MappedColumn } from './proposal.ts';

const COMPANY_WORDS = [
	'company',
	'business',
	'b2b',
	'firma',
	'unternehmen',
	'geschäftskunde',
	'gewerbe',
	'organisation',
];
const CONSUMER_WORDS = ['consumer', 'private', 'b2c', 'person', 'privat', 'privatkunde', 'individual', 'home office'];

function list(words: readonly string[]): string {
	return words.map((word) => `'${word}'`).join(', ');
}

/** Whether a customer is a consumer or a company, where a column says it in known words. */
export function customerKind(parts: MappingParts): MappedColumn[] {
	const found = parts.fields.get('customer_kind');
	if (found === undefined) return [];
	const values = (parts.values.get(found.column) ?? []).map((value) => value.toLowerCase().trim());
	if (!values.some((value) => [...COMPANY_WORDS, ...CONSUMER_WORDS].includes(value))) return [];
	const text = `lower(trim(${quotedName(found.column)}))`;
	const sql = `case when ${text} in (${list(COMPANY_WORDS)}) then 'company' when ${text} in (${list(CONSUMER_WORDS)}) then 'consumer' end`;
	return [made('customer_kind', sql, 0.8, `${found.column} in our words`)];
}

/** How a deal stands, by the name of its stage. */
export function outcome(parts: MappingParts): MappedColumn[] {
	const stage = parts.fields.get('stage_id');
	if (stage === undefined) return [];
	const text = `lower(${quotedName(stage.column)})`;
	const sql = `case when regexp_matches(${text}, 'won|gewonnen|beauftragt') then 'won' when regexp_matches(${text}, 'lost|verloren|abgesagt') then 'lost' else 'open' end`;
	return [made('outcome', sql, 0.7, `${stage.column} says which are won and lost`)];
}

/** A chance from 0 to 1, also where a file has percents. */
export function probability(parts: MappingParts): MappedColumn[] {
	const found = parts.fields.get('probability');
	if (found === undefined) return [];
	const greatest = parts.greatest.get(found.column) ?? 0;
	if (greatest <= 1) return [];
	return [made('probability', `${quotedName(found.column)} / 100.0`, 0.9, `${found.column} is in percent`)];
}

/** A satisfaction of 1 to 5, which some files write with decimals. */
export function satisfaction(parts: MappingParts): MappedColumn[] {
	const found = parts.fields.get('satisfaction');
	return found === undefined
		? []
		: [made('satisfaction', `try_cast(${quotedName(found.column)} as integer)`, found.confidence, found.why)];
}

/** A status or a priority in our words, by the words that texts of others have in them. */
function wordsSql(
	column: string,
	words: readonly (readonly [pattern: string, ours: string])[],
	otherwise: string,
): string {
	const text = `lower(${quotedName(column)})`;
	const cases = words.map(([pattern, ours]) => `when regexp_matches(${text}, '${pattern}') then '${ours}'`);
	return `case when ${quotedName(column)} is null then null ${cases.join(' ')} else ${otherwise} end`;
}

const TICKET_STATUSES = [
	['closed|geschlossen|erledigt', 'closed'],
	['solved|resolved|gelöst', 'solved'],
	['pending|waiting|hold|wartet|wartend', 'pending'],
	['new|neu', 'new'],
] as const;

const PRIORITIES = [
	['critical|urgent|kritisch|dringend', 'urgent'],
	['high|hoch', 'high'],
	['medium|normal|mittel', 'normal'],
	['low|niedrig|gering', 'low'],
] as const;

/** Status and priority of a ticket in our words. */
export function ticketWords(parts: MappingParts): MappedColumn[] {
	const [status, priority] = [parts.fields.get('status'), parts.fields.get('priority')];
	return [
		...(status === undefined
			? []
			: [
					made(
						'status',
						wordsSql(status.column, TICKET_STATUSES, "'open'"),
						status.confidence,
						`${status.column} in our words`,
					),
				]),
		...(priority === undefined
			? []
			: [
					made(
						'priority',
						wordsSql(priority.column, PRIORITIES, 'null'),
						priority.confidence,
						`${priority.column} in our words`,
					),
				]),
	];
}

const LEAD_STATUSES = [
	['unqualified|disqualified|dead|junk|verworfen|verloren', 'disqualified'],
	['converted|konvertiert|gewonnen', 'converted'],
	['qualified|qualifiziert', 'qualified'],
	['new|open|neu|offen', 'new'],
] as const;

/** The status of a lead in our words; converted where a column of its own says so. */
export function leadStatus(parts: MappingParts): MappedColumn[] {
	const [status, converted] = [parts.fields.get('status'), sqlOf(parts, '$converted')];
	if (status === undefined && converted === null) return [];
	const words = status === undefined ? "'working'" : wordsSql(status.column, LEAD_STATUSES, "'working'");
	const sql = converted === null ? words : `case when ${converted} then 'converted' else ${words} end`;
	return [made('status', sql, status?.confidence ?? 0.9, 'in our words')];
}

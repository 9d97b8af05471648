import { alignedTable } from '../../aligned-table.ts';
import type { MappedColumn, SourceProposal } from './proposal.ts';

function count(number: number): string {
	return number.toLocaleString('en-US');
}

function valueText({ value }: MappedColumn): string {
	if (typeof value === 'string') return value;
	if ('line' in value) return 'file and line';
	return 'sql' in value
		? `sql: ${value.sql.length > 60 ? `${value.sql.slice(0, 60)}…` : value.sql}`
		: String(value.value);
}

function formatText({ kind, format, zone }: SourceProposal): string {
	const parts = Object.entries(format).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
	return [kind, ...parts, ...(zone === null ? [] : [`times in ${zone}`])].join(', ');
}

/** Where the rows are and how they are read on, as the config will say it. */
function originText({ origin, cursor, cursors }: SourceProposal): string[] {
	if (origin === undefined || origin.type === 'url') return [];
	const { type, ...keys } = origin;
	const parts = Object.entries(keys).flatMap(([key, value]) =>
		key === 'path' || key === 'headers' ? [] : [`${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`],
	);
	const why = cursors.find(({ column }) => column === cursor?.column)?.why ?? 'you said so';
	const lag = cursor?.lag === undefined ? '' : `, ${cursor.lag} before its last value`;
	return [
		`${type}: ${parts.join(', ')}`,
		cursor === undefined ? 'all rows are read each time' : `read on by ${cursor.column} (${why})${lag}`,
	];
}

/** A proposal for people: what was found, column by column, what it fills, and what they ought to know. */
export function describeProposal(proposal: SourceProposal): string {
	const { rows, isWhole, columns, key, keyEvidence, entities, problems, preset } = proposal;
	const parts = [
		`${proposal.reference}: ${isWhole ? '' : 'the first '}${count(rows)} rows, ${formatText(proposal)}`,
		...(preset === null ? [] : [`known as ${preset}`]),
		...originText(proposal),
		'',
		alignedTable(
			['column', 'type', 'examples', 'because'],
			columns.map((column) => [column.name, column.type, column.examples.slice(0, 2).join(', '), column.evidence]),
		),
		'',
		key.length === 0 ? `no key: ${keyEvidence}` : `key: ${key.join(', ')} (${keyEvidence})`,
	];
	for (const entity of entities) {
		parts.push(
			'',
			`${entity.entity}: ${entity.why}`,
			alignedTable(
				['fills', 'from', 'because'],
				entity.columns.map((column) => [column.column, valueText(column), column.why]),
			),
		);
	}
	if (entities.length === 0) parts.push('', 'nothing is mapped');
	if (problems.length > 0) parts.push('', ...problems.map((problem) => `note: ${problem}`));
	return parts.join('\n');
}

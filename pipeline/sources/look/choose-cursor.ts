import type { ColumnType } from '../contract/source-schema.ts';
import type { ProposedCursor, Question, SourceProposal } from './proposal.ts';

/** How far before its last value a cursor begins again: what was written earlier may be committed, and seen, later. */
const LAGS: Readonly<Partial<Record<ColumnType, number>>> = { timestamp: 300, date: 1, integer: 1000 };

const READ_WHOLE = 'none';

type Unread = Pick<SourceProposal, 'columns' | 'key' | 'cursors' | 'isWhole'>;

function cursorQuestion({ cursors }: Unread, suggested: string): Question {
	return {
		id: 'cursor',
		text: 'is it read on from where it was left, or as a whole each time? Only a whole reading notices rows that are removed',
		options: [
			...cursors.map(({ column, why }) => ({ value: column, label: `read on by ${column}: ${why}` })),
			{ value: READ_WHOLE, label: 'all rows each time' },
		],
		suggested,
	};
}

/** Why a source cannot be read on by a column; null when it can. */
function cursorProblem({ columns, key }: Unread, name: string): string | null {
	const column = columns.find((each) => each.name === name);
	if (column === undefined) return `cursor: the source has no column "${name}"`;
	if (column.type === 'boolean') return `cursor: "${name}" does not grow (expected a number or a time)`;
	return key.length === 0
		? 'cursor: rows that are read on are merged by their key, and there is none: name it with --key'
		: null;
}

function cursorOn({ columns }: Unread, name: string, isNullable: boolean): ProposedCursor {
	const column = columns.find((each) => each.name === name);
	const lag = column === undefined ? undefined : LAGS[column.type];
	const hasMissing = isNullable || (column?.empty ?? 0) > 0;
	return { column: name, ...(lag === undefined ? {} : { lag }), ...(hasMissing ? { missing: 'include' } : {}) };
}

const NOT_REMOVED =
	'rows that are removed at the source stay, for only those that changed are read: --cursor none reads all each time';

/** What is to be known of a source that is read as a whole although there is more of it than was looked at. */
function wholeProblems({ isWhole, cursors, key }: Unread): string[] {
	const [first] = cursors;
	if (isWhole || first === undefined || key.length === 0) return [];
	return [
		`all rows are read each time, for no column tells which changed: where rows never change, --cursor ${first.column} reads the new ones alone`,
	];
}

/**
 * A proposal of rows with how they are read on: by a column that grows with every change where there is one and a key, and
 * else as a whole; or as a person said.
 * @param answer a column, or `none`
 * @param isNullable whether a column may lack a value, as far as the source says
 */
export function withCursor(
	proposal: SourceProposal,
	answer: string | undefined,
	isNullable: (name: string) => boolean = () => false,
): SourceProposal {
	const suggested = proposal.cursors.find(({ grows }) => grows === 'changes')?.column;
	const wanted = answer ?? (proposal.key.length > 0 ? suggested : undefined);
	if (wanted === undefined || wanted === READ_WHOLE) {
		const problems = answer === undefined ? wholeProblems(proposal) : [];
		return { ...proposal, problems: [...proposal.problems, ...problems] };
	}
	const problem = cursorProblem(proposal, wanted);
	if (problem !== null) return { ...proposal, problems: [...proposal.problems, problem] };
	return {
		...proposal,
		disposition: 'merge',
		cursor: cursorOn(proposal, wanted, isNullable(wanted)),
		questions: [...proposal.questions, ...(answer === undefined ? [cursorQuestion(proposal, wanted)] : [])],
		problems: [...proposal.problems, NOT_REMOVED],
	};
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { SourceError } from '../../errors.ts';
import { rowContract } from '../../load/contract.ts';
import { sourceColumns } from '../contract/source-columns.ts';
import { HttpError } from '../http/http-error.ts';
import { valueAt } from '../rest/answer-value.ts';
import { openRest } from '../rest/open-rest.ts';
import { restSourceSchema } from '../rest/schema.ts';
import type { AskedAddress } from './asked-address.ts';
import { findLists } from './find-lists.ts';
import type { FoundList } from './find-lists.ts';
import { possiblePages, totalOf } from './find-pages.ts';
import type { FirstAnswer, PossiblePages } from './find-pages.ts';
import { unsetProblems } from './found-secrets.ts';
import { Leaves } from './json-leaves.ts';
import { lookAtRows, sourceName } from './look-at-file.ts';
import type { Question, SourceProposal } from './proposal.ts';
import type { RestOrigin } from './proposed-origin.ts';
import type { ReferenceOptions } from './reference-options.ts';
import { sampleReader } from './sample-reader.ts';
import type { ReadSample } from './sample-reader.ts';
import { usableNames } from './text-table.ts';
import type { KnownRows } from './type-columns.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The first answer of an API. */
export type JsonAnswer = Omit<FirstAnswer, 'rows' | 'count'>;

/** What is read of an API to be looked at. */
const LOOKED_ROWS = 5_000;
const LOOKED_PAGES = 5;

/** What the last part of an address calls the rows: orders of /api/v2/orders.json. */
function wantedName(url: string): string {
	return (
		new URL(url).pathname
			.split('/')
			.at(-1)
			?.replace(/\.json$/i, '') ?? ''
	);
}

function rowsQuestion(lists: readonly FoundList[]): Question[] {
	const [first, second] = lists;
	if (first === undefined || second === undefined || (first.isNamedSo && !second.isNamedSo)) return [];
	return [
		{
			id: 'rows',
			text: 'which list of the answer has the rows',
			options: lists.map(({ path, items }) => ({ value: path, label: `${items.length} of them` })),
			suggested: first.path,
		},
	];
}

function listOf(lists: readonly FoundList[], answer: string | undefined, place: string): FoundList {
	const [first] = lists;
	if (first === undefined) {
		throw new SourceError(`${place} answers with JSON in which there is no list of objects`, {
			hint: 'name the address of a list, one that has a row at least: /api/orders, not /api/orders/7',
		});
	}
	if (answer === undefined) return first;
	const named = lists.find(({ path }) => path === answer);
	if (named !== undefined) return named;
	const paths = lists.map(({ path }) => (path === '' ? "'' (the answer itself)" : path)).join(', ');
	throw new SourceError(`${place} has no list of objects at "${answer}" (expected ${paths})`, {
		hint: 'name one of them with --rows',
	});
}

/** What the pages of an API are asked by. */
interface Asked {
	readonly origin: RestOrigin;
	readonly name: string;
	readonly columns: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal | undefined;
}

/** The address without parameters that turning pages sets by itself. */
function withoutPages(origin: RestOrigin, pages: RestOrigin['pages']): RestOrigin {
	if (pages?.by !== 'page' && pages?.by !== 'offset') return { ...origin, ...(pages === undefined ? {} : { pages }) };
	const url = new URL(origin.url);
	url.searchParams.delete(pages.param ?? pages.by);
	if (pages.size !== undefined && pages.sizeParam !== undefined) url.searchParams.delete(pages.sizeParam);
	return { ...origin, url: url.href, pages };
}

async function readPages({ origin, name, columns, env, signal }: Asked): Promise<ReadSample> {
	const source = v.parse(restSourceSchema, {
		...origin,
		name: sourceName(name),
		columns: Object.fromEntries(columns.map((column) => [column, 'text'])),
		entities: {},
		maxPages: LOOKED_PAGES + 2,
	});
	const reading = { columns: sourceColumns(source), env, configDir: process.cwd(), signal };
	return sampleReader(await openRest(source, rowContract(source), reading), LOOKED_ROWS, LOOKED_PAGES);
}

/** Columns whose values are numbers of JSON. */
function numbersOf(items: readonly object[], columns: readonly string[]): KnownRows['numbers'] {
	const isNumber = (column: string): boolean => {
		const values = items.map((item) => valueAt(item, column)).filter((value) => (value ?? null) !== null);
		return values.length > 0 && values.every((value) => typeof value === 'number');
	};
	return new Map(columns.filter(isNumber).map((column) => [column, { hasFractions: false }]));
}

interface TurnedPages {
	readonly origin: RestOrigin;
	readonly sample: ReadSample;
	/** Why pages are turned so; null where there is one answer. */
	readonly why: string | null;
	/** Why the first way that was tried is none; null where it is right, or there was none. */
	readonly failed: string | null;
}

/** Whether a way of turning pages led to where it should. */
function isRight({ hasNext }: PossiblePages, { pages }: ReadSample, isMoreSaid: boolean): boolean {
	return pages > 1 || (!hasNext && !isMoreSaid);
}

/** Reads a few pages, in the first of the ways that an answer shows that works. */
async function turnPages(asked: Asked, first: FirstAnswer): Promise<TurnedPages> {
	const said = totalOf(first);
	const isMoreSaid = said !== null && said.rows > first.count;
	let failed: string | null = null;
	for (const possible of possiblePages(first)) {
		const origin = withoutPages(asked.origin, possible.pages);
		try {
			const sample = await readPages({ ...asked, origin });
			if (isRight(possible, sample, isMoreSaid)) return { origin, sample, why: possible.why, failed: null };
		} catch (cause) {
			// What is asked for in another way than the API knows is refused by it, or gives the first page again.
			const wasAnswered = cause instanceof HttpError && cause.status !== null;
			if (!(cause instanceof SourceError) || (cause.retryable && !wasAnswered)) throw cause;
			failed ??= `${possible.why}, but ${cause.message}`;
		}
	}
	return { origin: asked.origin, sample: await readPages(asked), why: null, failed };
}

/** What a person ought to know of the pages. */
function pageProblems({ why, failed, sample }: TurnedPages, first: FirstAnswer): string[] {
	const said = totalOf(first);
	if (failed !== null) return [`only the first answer is read: ${failed}; declare pages by hand`];
	if (why === null && said !== null && said.rows > sample.rows.length) {
		return [
			`the answer says that there are ${said.rows} rows and has ${sample.rows.length}, and nothing in it tells how to ask for more: declare pages by hand`,
		];
	}
	if (why === null && sample.rows.length >= 10 && sample.rows.length % 10 === 0) {
		return [
			`one answer has ${sample.rows.length} rows, which may be a page of them: if there are more declare pages by hand`,
		];
	}
	return why !== null && sample.pages === 1 ? [`${why}; there was no second page to see whether that is right`] : [];
}

/** Where an answer says how many rows there are, when what was read bears it out as far as it goes. */
function totalIn({ sample }: TurnedPages, first: FirstAnswer): Pick<RestOrigin, 'total'> {
	const said = totalOf(first);
	if (said === null || (sample.isWhole ? said.rows !== sample.rows.length : said.rows <= sample.rows.length)) return {};
	return { total: said.total };
}

function sinceProblems({ since }: RestOrigin, { cursor }: SourceProposal): string[] {
	if (cursor === undefined) {
		return since === undefined ? [] : ['since asks for a cursor, and there is none: name its column with --cursor'];
	}
	return since === undefined
		? [
				'all pages are asked for each time, for no answer tells how to ask for what changed: name the parameter with --since',
			]
		: [];
}

/**
 * Looks at the rows of an API: where they are in its answer, how pages are turned (tried on a few of them), and all else as
 * of a file.
 * @throws SourceError when there is no list of rows in the answer, or it cannot be read
 */
export async function lookAtRest(
	{ origin, secrets }: AskedAddress,
	answer: JsonAnswer,
	options: ReferenceOptions,
): Promise<SourceProposal> {
	const place = withoutSecrets(origin.url);
	const lists = findLists(answer.body, wantedName(origin.url));
	const list = listOf(lists, options.answers?.rows, place);
	const leaves = new Leaves();
	for (const item of list.items) leaves.add(item);
	const { usable, problems } = usableNames(leaves.names);
	const name = options.name ?? sourceName(new URL(origin.url).pathname);
	const rest: RestOrigin = { type: 'rest', ...origin, ...(list.path === '' ? {} : { rows: list.path }) };
	const asked = { origin: rest, name, columns: usable, env: secrets.env, signal: options.signal };
	const first: FirstAnswer = { ...answer, rows: list.path, count: list.items.length };
	const turned = await turnPages(asked, first);
	const since = options.since === undefined ? {} : { since: { param: options.since } };
	const whole: RestOrigin = { ...turned.origin, ...(options.since === undefined ? totalIn(turned, first) : since) };
	const folder = await mkdtemp(join(tmpdir(), 'kundig-look-'));
	try {
		const proposal = await lookAtRows(usable, turned.sample.rows, {
			...options,
			name,
			reference: place,
			folder,
			origin: whole,
			isWhole: turned.sample.isWhole,
			known: { types: new Map(), numbers: numbersOf(list.items, usable), key: [], isTyped: false, isUtc: false },
		});
		return {
			...proposal,
			unset: secrets.unset,
			questions: [...(options.answers?.rows === undefined ? rowsQuestion(lists) : []), ...proposal.questions],
			problems: [
				...problems,
				...turned.sample.problems,
				...pageProblems(turned, first),
				...proposal.problems,
				...sinceProblems(whole, proposal),
				...unsetProblems(secrets.unset),
			],
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

import { orderTransforms } from '../graph.ts';
import type { Transform } from '../graph.ts';
import { PERSONAL_COLUMNS } from '../personal-columns.ts';
import { columnsOf } from './empty-warehouse.ts';
import type { EmptyWarehouse } from './empty-warehouse.ts';
import type { OwnProblem } from './own-problem.ts';
import { checkOwnSelect, guardedProblem, guardedSql } from './own-reads.ts';

/** A file as it lies in somebody's own folder. */
export interface OwnFile {
	/** As messages name it. */
	readonly place: string;
	/** Without its ending. */
	readonly name: string;
	readonly text: string;
}

const NAME = /^[a-z][a-z0-9_]*$/;
const PASSING = /^(stg|int|ftr|raw|history|predicted|previous)_/;

/** Relations that a snapshot makes beside its transforms. */
const KEPT = new Set(['lineage', 'snapshot_info', 'own_definitions', 'loads']);

function nameProblem({ name }: OwnFile, relations: EmptyWarehouse['relations']): string | null {
	if (!NAME.test(name)) return `"${name}" is no name for a relation (expected lower case as fct_returns_by_week)`;
	if (PASSING.test(name))
		return `"${name}" begins as relations do that go with the run (expected fct_, dim_ or rollup_)`;
	if (relations.has(name) || KEPT.has(name))
		return `"${name}" is a relation of Kundig's own: give the file another name`;
	return null;
}

interface Parsed {
	readonly file: OwnFile;
	readonly grain: string;
	readonly reads: readonly string[];
}

async function parse(
	file: OwnFile,
	{ connection, relations }: EmptyWarehouse,
	names: ReadonlySet<string>,
): Promise<Parsed | OwnProblem> {
	const problem = (message: string, line: number | null): OwnProblem => ({ place: file.place, line, message });
	const named = nameProblem(file, relations);
	if (named !== null) return problem(named, null);
	const grain = /^-- (One row per .*)/.exec(file.text)?.[1];
	if (grain === undefined) return problem('the first line has to say what a row is, as -- One row per customer', 1);
	const checked = await checkOwnSelect(connection, file.text, relations, names);
	if ('message' in checked) return problem(checked.message, checked.line);
	return { file, grain: grain.trim(), reads: checked.reads };
}

/** Those that read each other in a circle, or wait for such ones. */
function inCircles(parsed: readonly Parsed[]): Parsed[] {
	let waiting = [...parsed];
	for (;;) {
		const names = new Set(waiting.map(({ file }) => file.name));
		const left = waiting.filter(({ reads }) => reads.some((name) => names.has(name)));
		if (left.length === waiting.length) return left;
		waiting = left;
	}
}

/**
 * Tries transforms of somebody's own on empty relations, in the order in which they read each other, and makes them there.
 * Each becomes a mart, or where it reads scores, a relation made after them. Gives either all of them or what is wrong.
 */
export async function ownTransforms(
	files: readonly OwnFile[],
	warehouse: EmptyWarehouse,
): Promise<{ readonly transforms: readonly Transform[]; readonly problems: readonly OwnProblem[] }> {
	const { connection, relations } = warehouse;
	const names = new Set(files.map(({ name }) => name));
	const found = [];
	for (const file of files) found.push(await parse(file, warehouse, names));
	const problems = found.filter((each) => 'message' in each);
	const parsed = found.filter((each) => 'file' in each);
	const circle = inCircles(parsed);
	for (const { file, reads } of circle) {
		const others = reads.filter((name) => circle.some((each) => each.file.name === name));
		problems.push({ place: file.place, line: null, message: `reads itself in a circle, through ${others.join(', ')}` });
	}
	if (problems.length > 0) return { transforms: [], problems };

	const byName = new Map(parsed.map((each) => [each.file.name, each]));
	const drafts = parsed.map(({ file, grain }): Transform => ({
		name: file.name,
		folder: 'marts',
		grain,
		sql: file.text,
	}));
	const transforms: Transform[] = [];
	// What reads a broken one is not to blame.
	const broken = new Set<string>();
	for (const { name, sql } of await orderTransforms(connection, drafts)) {
		const one = byName.get(name);
		if (one === undefined) continue;
		const { file, grain, reads } = one;
		if (reads.some((read) => broken.has(read))) {
			broken.add(name);
			continue;
		}
		const built = guardedSql(sql, reads, relations);
		const problem = await guardedProblem(connection, built, reads, relations);
		if (problem !== null) {
			problems.push({ place: file.place, ...problem });
			broken.add(name);
			continue;
		}
		await connection.run(`create table marts.main.${name} as ${built}`);
		const columns = await columnsOf(connection, name);
		const personal = [...columns.keys()].filter((column) => PERSONAL_COLUMNS.includes(column.toLowerCase()));
		if (personal.length > 0) {
			problems.push({
				place: file.place,
				line: null,
				message: `gives a column "${personal.join('", "')}", called as what identifies a person (name it for what it is, as product_name)`,
			});
		}
		const isScore = reads.some((read) => relations.get(read)?.origin === 'score' || scored(transforms, read));
		relations.set(name, { origin: isScore ? 'score' : 'own', columns, hidden: [] });
		transforms.push({ name, folder: isScore ? 'scores' : 'marts', grain, sql, built, file: file.place });
	}
	return { transforms, problems };
}

function scored(transforms: readonly Transform[], name: string): boolean {
	return transforms.some((each) => each.name === name && each.folder === 'scores');
}

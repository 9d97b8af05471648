import { createHash } from 'node:crypto';
import type { Check } from '#warehouse/checks/check.ts';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import { openEmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import type { EmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import { readSqlCheck, sqlCheck } from '#warehouse/own/own-check.ts';
import type { CheckOrProblem, SqlCheck } from '#warehouse/own/own-check.ts';
import { NOTHING_OWN } from '#warehouse/own/own-definitions.ts';
import type { OwnDefinitions } from '#warehouse/own/own-definitions.ts';
import { ownMetricProblems } from '#warehouse/own/own-metric.ts';
import type { OwnProblem } from '#warehouse/own/own-problem.ts';
import { ownTransforms } from '#warehouse/own/own-transforms.ts';
import { ruleCheck } from '#warehouse/own/rule-check.ts';
import { ConfigError } from './errors.ts';
import type { OwnCheckInput } from './own-check-schema.ts';
import { readOwnFolder } from './read-own-folder.ts';
import type { OwnFolder } from './read-own-folder.ts';

interface OwnConfig {
	readonly own?: string | undefined;
	readonly checks: readonly OwnCheckInput[];
}

/** The last ones that were tried, so that a supervisor which reads its config each minute tries them when they change. */
let tried: { readonly hash: string; readonly own: OwnDefinitions } | null = null;

/**
 * Reads what people added to Kundig beside their config and in it: transforms, metrics and checks, each tried on relations
 * without rows, so that what cannot work stops before any source is read.
 * @throws ConfigError naming each file or key, the line where DuckDB says one, and what is wrong
 */
export async function ownParts(file: string, dir: string, config: OwnConfig): Promise<OwnDefinitions> {
	const folder = await readOwnFolder(dir, config.own);
	const { transforms, metrics, checks, problems } = folder;
	if (problems.length > 0) throw ownError(file, problems);
	if (transforms.length + metrics.length + checks.length + config.checks.length === 0) return NOTHING_OWN;
	const hash = createHash('sha256')
		.update(JSON.stringify([transforms, metrics, checks, config.checks]))
		.digest('hex');
	if (tried?.hash === hash) return tried.own;
	const warehouse = await openEmptyWarehouse();
	try {
		const own = await tryOut(file, folder, config.checks, warehouse);
		tried = { hash, own };
		return own;
	} finally {
		warehouse.close();
	}
}

async function tryOut(
	file: string,
	folder: OwnFolder,
	rules: readonly OwnCheckInput[],
	warehouse: EmptyWarehouse,
): Promise<OwnDefinitions> {
	const { transforms, problems } = await ownTransforms(folder.transforms, warehouse);
	// Metrics and checks may read a transform that is broken: what is said of them then would only hide why.
	if (problems.length > 0) throw ownError(file, problems);
	const wrongMetrics = await ownMetricProblems(folder.metrics, warehouse);
	const written: (CheckOrProblem & { readonly at: string })[] = [];
	for (const each of folder.checks) {
		const read = readSqlCheck(each);
		written.push({ ...('message' in read ? read : await sqlCheck(read, warehouse)), at: each.place });
	}
	for (const [index, rule] of rules.entries())
		written.push({ ...(await ofConfig(rule, index, warehouse)), at: `checks[${index}]` });
	const wrongChecks = written.filter((each) => 'message' in each);
	const checks = written.filter((each) => 'check' in each);
	const twice = checks.flatMap(({ check, at }, index): OwnProblem[] => {
		const first = checks.findIndex((each) => each.check.name === check.name);
		if (first === index) return [];
		return [{ place: at, line: null, message: `"${check.name}" is asked already by ${checks[first]?.at ?? ''}` }];
	});
	const wrong = [...wrongMetrics, ...wrongChecks, ...twice];
	if (wrong.length > 0) throw ownError(file, wrong);
	return {
		transforms,
		metrics: folder.metrics.map(({ definition }) => definition),
		checks: checks.map(({ check }) => check),
	};
}

function ofConfig(input: OwnCheckInput, index: number, warehouse: EmptyWarehouse): Promise<CheckOrProblem> {
	const place = `checks[${index}]`;
	const { severity } = input;
	if (input.rule !== 'custom') return ruleCheck({ place, severity, rule: input }, warehouse);
	const { name, sql, meaning = `rows break the rule ${name}` } = input;
	return sqlCheck({ place, name, severity, meaning, sql } satisfies SqlCheck, warehouse);
}

function ownError(file: string, problems: readonly OwnProblem[]): ConfigError {
	const said = problems.map(({ place, line, message }) => `${place}${line === null ? '' : `:${line}`}: ${message}`);
	return new ConfigError(`${file}: ${said.join('; ')}`, {
		hint: 'mend what is named above; docs/extend.md says what own transforms, metrics and checks may do',
	});
}

/**
 * The checks of a run: the product's and somebody's own. An own one that asks what the product asks takes its place where
 * it is the stricter, and is left out otherwise.
 */
export function checksWith(own: readonly Check[]): Check[] {
	const stricter = new Map(own.filter(({ severity }) => severity === 'error').map((check) => [check.name, check]));
	const ours = CHECKS.map((check) => (check.severity === 'warn' ? (stricter.get(check.name) ?? check) : check));
	const names = new Set(CHECKS.map(({ name }) => name));
	return [...ours, ...own.filter(({ name }) => !names.has(name))];
}

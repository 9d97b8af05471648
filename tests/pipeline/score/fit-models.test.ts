import { beforeEach, expect, test, vi } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { noEvidence } from '#pipeline/score/evidence.ts';
import { fitModels, parametersOf } from '#pipeline/score/fit-models.ts';
import type { FitContext, FittedModels } from '#pipeline/score/fit-models.ts';
import type { FitError, ScoredModel } from '#pipeline/score/scored-model.ts';
import type { Connection } from '#warehouse/database.ts';
import { noteFit } from '#warehouse/score-history.ts';
import { openWarehouse, tableOf } from '../../warehouse/open-warehouses.ts';

let db: Connection;
/** What the model of the test finds next, and its error there. */
let found: number | ModelError;
let errors: Record<number, FitError | null>;
const make = vi.fn(() => Promise.resolve());

const MODEL: ScoredModel<number> = {
	name: 'deal-win',
	features: ['ftr_open_deals'],
	baseline: 'stage_rate',
	layout: 2,
	fit() {
		if (found instanceof ModelError) throw found;
		return Promise.resolve({
			kind: 'logistic',
			trainedFrom: '2024-01-01',
			trainedTo: '2025-03-31',
			rows: 10,
			status: 'good',
			evidence: noEvidence('stage_rate', []),
			parameters: found,
		});
	},
	errorOf: (_connection, _time, parameters) => Promise.resolve(errors[parameters] ?? null),
};

beforeEach(async () => {
	db = await openWarehouse({ sources: [], relations: [] });
	found = 1;
	errors = {};
	make.mockClear();
});

/** A run of an analysis date: fits what is due, and notes it. */
async function run(asOf: string, changes: Partial<FitContext> = {}, model = MODEL): Promise<FittedModels> {
	const now = Temporal.Instant.from(`${asOf}T03:00:00Z`);
	const usual = { refitDays: 7, isRefitWanted: false, make, versionOf: () => asOf, isUnchanged: () => false };
	const context = { ...usual, asOf, now, ...changes };
	const models = await fitModels(db, context, [model]);
	for (const fit of models.fits) await noteFit(db, fit);
	return models;
}

function inUse(models: FittedModels): readonly unknown[] {
	const { fit, refitReason } = models.inUse.get('deal-win') ?? {};
	return [parametersOf(MODEL, models), refitReason, fit?.status, models.fits.length];
}

test('a model is fitted once, and then by schedule', async () => {
	expect(inUse(await run('2025-04-01'))).toEqual([1, 'first', 'good', 1]);
	found = 2;
	expect(inUse(await run('2025-04-07'))).toEqual([1, 'first', 'good', 0]);
	expect(inUse(await run('2025-04-08'))).toEqual([2, 'schedule', 'good', 1]);
});

test('a model is fitted when somebody asks, of whatever age it is', async () => {
	await run('2025-04-01');
	found = 2;
	expect(inUse(await run('2025-04-01', { isRefitWanted: true }))).toEqual([2, 'asked', 'good', 1]);
});

test('a fit that is worse on the same truth leaves the one in use where it is, until the next one is due', async () => {
	errors = { 1: { value: 0.5, baseline: 1 }, 2: { value: 0.6, baseline: 1 }, 3: { value: 0.4, baseline: 1 } };
	await run('2025-04-01');
	found = 2;
	expect(inUse(await run('2025-04-08'))).toEqual([1, 'kept', 'good', 1]);
	expect(inUse(await run('2025-04-09'))).toEqual([1, 'kept', 'good', 0]);
	found = 3;
	expect(inUse(await run('2025-04-15'))).toEqual([3, 'schedule', 'good', 1]);
});

test('a model that has drifted is fitted before its time, unless nothing has changed', async () => {
	errors = { 1: { value: 0.5, baseline: 1 } };
	await run('2025-04-01');
	errors = { 1: { value: 0.6, baseline: 1 }, 2: { value: 0.5, baseline: 1 } };
	found = 2;
	expect(inUse(await run('2025-04-02', { isUnchanged: () => true }))).toEqual([1, 'first', 'good', 0]);
	expect(inUse(await run('2025-04-02'))).toEqual([2, 'drift', 'good', 1]);
});

test('a day has one fit: on other data it is made anew, and held against the one of before', async () => {
	errors = { 1: { value: 0.5, baseline: 1 }, 2: { value: 0.4, baseline: 1 }, 3: { value: 0.6, baseline: 1 } };
	await run('2025-04-01');
	found = 2;
	expect(inUse(await run('2025-04-08', { versionOf: () => 'morning' }))).toEqual([2, 'schedule', 'good', 1]);
	expect(inUse(await run('2025-04-08', { versionOf: () => 'morning' }))).toEqual([2, 'schedule', 'good', 0]);
	found = 3;
	expect(inUse(await run('2025-04-08', { versionOf: () => 'evening' }))).toEqual([1, 'kept', 'good', 1]);
	expect(await tableOf(db, 'select fitted_for, is_used from history.fits order by 1')).toEqual([
		['2025-04-01', true],
		['2025-04-08', false],
	]);
});

test('where there is too little data a model says so, and is tried again when there is other data', async () => {
	found = new ModelError('input', 'too few deals');
	const first = await run('2025-04-01');
	expect(inUse(first)).toEqual([null, 'first', 'insufficient', 1]);
	expect(first.inUse.get('deal-win')?.fit.evidence).toContain('not_fitted:too few deals');
	const again = await run('2025-04-20', { versionOf: () => '2025-04-01' });
	expect(inUse(again)).toEqual([null, 'first', 'insufficient', 0]);
	expect(again.inUse.get('deal-win')?.fit.version).toBe(first.fits[0]?.version);
	found = 1;
	expect(inUse(await run('2025-04-21'))).toEqual([1, 'first', 'good', 1]);
});

test('a fit that fails leaves the last good one in use, with a warning', async () => {
	await run('2025-04-01');
	found = new ModelError('convergence', 'no optimum');
	const failed = await run('2025-04-08');
	expect(inUse(failed)).toEqual([1, 'kept', 'good', 1]);
	expect(failed.inUse.get('deal-win')?.warnings).toEqual(['refit_failed', 'not_fitted:no optimum']);
});

test('any other error stops the run', async () => {
	const broken: ScoredModel<number> = { ...MODEL, fit: () => Promise.reject(new TypeError('a bug')) };
	await expect(run('2025-04-01', {}, broken)).rejects.toThrow('a bug');
});

test('parameters of another layout count as none', async () => {
	await run('2025-04-01', {}, { ...MODEL, layout: 1 });
	found = 2;
	expect(inUse(await run('2025-04-02'))).toEqual([2, 'first', 'good', 1]);
});

test('features are made only for a model that is fitted or asked for its error', async () => {
	await run('2025-04-01');
	expect(make).toHaveBeenCalledWith(['ftr_open_deals']);
	make.mockClear();
	await run('2025-04-02', { isUnchanged: () => true });
	expect(make).not.toHaveBeenCalled();
});

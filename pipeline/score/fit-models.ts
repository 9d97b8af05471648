import { ulid } from 'ulid';
import { ModelError } from '#models/model-error.ts';
import type { Connection } from '#warehouse/database.ts';
import { fitsUntil } from '#warehouse/score-history.ts';
import type { Fit } from '#warehouse/score-history.ts';
import { CUSTOMER_VALUE_MODEL } from './customer-value.ts';
import { DEAL_WIN_MODEL } from './deal-win.ts';
import { noEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { hasDrifted, mayReplace, reasonToFit } from './refit.ts';
import type { RefitPolicy, RefitReason } from './refit.ts';
import { REVENUE_FORECAST_MODEL } from './revenue-forecast.ts';
import { RFM_SEGMENTS_MODEL } from './rfm-segments.ts';
import type { FitError, ModelName, ScoredModel } from './scored-model.ts';

/** Every model, in the order in which they are fitted. */
const MODELS: readonly ScoredModel<unknown>[] = [
	CUSTOMER_VALUE_MODEL,
	RFM_SEGMENTS_MODEL,
	DEAL_WIN_MODEL,
	REVENUE_FORECAST_MODEL,
];

export interface FitContext extends RefitPolicy {
	readonly now: Temporal.Instant;
	/** Makes relations that models read. */
	readonly make: (features: readonly string[]) => Promise<void>;
	/** Whether a model's features are what they were in the last snapshot: then it has not drifted since either. */
	readonly isUnchanged: (features: readonly string[]) => boolean;
}

/** A model as it is in use. */
export interface ModelInUse {
	readonly fit: Fit;
	/** What the page says of it: the reason of its fit, or `kept` where a newer one was not better. */
	readonly refitReason: string;
	/** What has to be said of it now beside its evidence. */
	readonly warnings: readonly string[];
}

export interface FittedModels {
	readonly inUse: ReadonlyMap<ModelName, ModelInUse>;
	/** What history has yet to note. */
	readonly fits: readonly Fit[];
}

/** What history keeps of a fit as its parameters. */
interface StoredParameters {
	/** The layout of the parameters: those of another one are not read. */
	readonly layout: number;
	/** The error that they had, to tell drift by. */
	readonly error: FitError | null;
	readonly parameters: unknown;
}

/** The parameters of a model in use, null where there is none. */
export function parametersOf<Parameters>(
	model: ScoredModel<Parameters>,
	{ inUse }: Pick<FittedModels, 'inUse'>,
): Parameters | null {
	const fit = inUse.get(model.name)?.fit;
	return fit === undefined ? null : (storedIn(fit).parameters as Parameters | null);
}

function storedIn(fit: Fit): StoredParameters {
	return JSON.parse(fit.parameters) as StoredParameters;
}

/** Fits the models that are due, and gives each as it is in use. Nothing is written. */
export async function fitModels(
	connection: Connection,
	context: FitContext,
	models: readonly ScoredModel<unknown>[] = MODELS,
): Promise<FittedModels> {
	const known = await fitsUntil(connection, context.asOf);
	const inUse = new Map<ModelName, ModelInUse>();
	const fits: Fit[] = [];
	for (const model of models) {
		const ofModel = known.filter((fit) => fit.model === model.name && storedIn(fit).layout === model.layout);
		const current = ofModel.find(({ isUsed }) => isUsed);
		const [newest] = ofModel;
		const reason = reasonToFit(ofModel, context) ?? (await reasonOfDrift(connection, model, current, context));
		const isHopeless = reason === 'first' && newest !== undefined && context.isUnchanged(model.features);
		if (newest !== undefined && (reason === null || isHopeless)) {
			inUse.set(model.name, asBefore(current ?? newest, newest));
			continue;
		}
		await context.make(model.features);
		const tried = await tryFit(connection, model, reason ?? 'first', context);
		const isUsed = tried.isUsed && (await isNotWorse(connection, model, tried, current, context));
		const fit = newest !== undefined && isSameFailure(newest, tried) ? newest : { ...tried, isUsed };
		if (fit !== newest) fits.push(fit);
		inUse.set(model.name, fit.isUsed || current === undefined ? inUseNow(fit) : asBefore(current, fit));
	}
	return { inUse, fits };
}

/** Whether a model could not be fitted twice of a day, for one reason: that is one try. */
function isSameFailure(newest: Fit, tried: Fit): boolean {
	return (
		[newest, tried].every(({ status }) => status === 'insufficient') &&
		newest.fittedFor === tried.fittedFor &&
		newest.evidence === tried.evidence
	);
}

function inUseNow(fit: Fit): ModelInUse {
	return { fit, refitReason: fit.refitReason, warnings: [] };
}

/** A fit that stayed in use when a newer one was tried. */
function asBefore(current: Fit, newest: Fit | undefined): ModelInUse {
	if (newest === undefined || newest.version === current.version) return inUseNow(current);
	const { warnings } = JSON.parse(newest.evidence) as Evidence;
	return {
		fit: current,
		refitReason: 'kept',
		warnings: newest.status === 'insufficient' ? ['refit_failed', ...warnings] : [],
	};
}

async function reasonOfDrift(
	connection: Connection,
	model: ScoredModel<unknown>,
	current: Fit | undefined,
	{ asOf, make, isUnchanged }: FitContext,
): Promise<RefitReason | null> {
	if (model.errorOf === undefined || current === undefined || isUnchanged(model.features)) return null;
	const { error, parameters } = storedIn(current);
	if (error === null) return null;
	await make(model.features);
	return hasDrifted(error, await model.errorOf(connection, { asOf }, parameters)) ? 'drift' : null;
}

async function isNotWorse(
	connection: Connection,
	model: ScoredModel<unknown>,
	next: Fit,
	current: Fit | undefined,
	{ asOf }: FitContext,
): Promise<boolean> {
	const before = current === undefined ? null : storedIn(current).parameters;
	if (model.errorOf === undefined || before === null) return true;
	return mayReplace(storedIn(next).error, await model.errorOf(connection, { asOf }, before));
}

/** Fits a model, or says in words why it cannot be. */
async function tryFit(
	connection: Connection,
	model: ScoredModel<unknown>,
	refitReason: RefitReason,
	{ asOf, now }: FitContext,
): Promise<Fit> {
	const common = {
		version: ulid(now.epochMilliseconds),
		model: model.name,
		fittedAt: now.toString(),
		fittedFor: asOf,
		refitReason,
	};
	try {
		const { evidence, parameters, ...fitted } = await model.fit(connection, { asOf });
		const error = parameters === null ? null : ((await model.errorOf?.(connection, { asOf }, parameters)) ?? null);
		const stored: StoredParameters = { layout: model.layout, error, parameters };
		return {
			...common,
			...fitted,
			isUsed: true,
			evidence: JSON.stringify(evidence),
			parameters: JSON.stringify(stored),
		};
	} catch (error) {
		if (!(error instanceof ModelError)) throw error;
		const nothing: StoredParameters = { layout: model.layout, error: null, parameters: null };
		return {
			...common,
			kind: 'none',
			isUsed: false,
			trainedFrom: null,
			trainedTo: null,
			rows: 0,
			status: 'insufficient',
			evidence: JSON.stringify(noEvidence(model.baseline, [`not_fitted:${error.message}`])),
			parameters: JSON.stringify(nothing),
		};
	}
}

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
	/** The version of a feature. */
	readonly versionOf: (feature: string) => string;
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
	/** Versions of what they were fitted on. */
	readonly features: readonly string[];
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

/** The parameters of a fit as JSON. */
export function parametersJson(fit: Fit): string {
	return JSON.stringify(storedIn(fit).parameters);
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
	const all = await fitsUntil(connection, context.asOf);
	const inUse = new Map<ModelName, ModelInUse>();
	const fits: Fit[] = [];
	for (const model of models) {
		const ofModel = all.filter((fit) => fit.model === model.name && storedIn(fit).layout === model.layout);
		const [newest] = ofModel;
		const current = ofModel.find(({ isUsed }) => isUsed);
		const known = newest === undefined ? undefined : { ...newest, isOutdated: isOutdated(newest, model, context) };
		const reason =
			reasonToFit(known, current !== undefined, context) ?? (await reasonOfDrift(connection, model, current, context));
		if (newest !== undefined && reason === null) {
			inUse.set(model.name, asBefore(current ?? newest, newest));
			continue;
		}
		await context.make(model.features);
		// What was fitted for this day before goes, so it is no rival.
		const rival = ofModel.find(({ isUsed, fittedFor }) => isUsed && fittedFor < context.asOf);
		const tried = await tryFit(connection, model, reason ?? 'first', context);
		const fit = { ...tried, isUsed: tried.isUsed && (await isNotWorse(connection, model, tried, rival, context)) };
		fits.push(fit);
		inUse.set(model.name, fit.isUsed || rival === undefined ? inUseNow(fit) : asBefore(rival, fit));
	}
	return { inUse, fits };
}

function isOutdated(fit: Fit, model: ScoredModel<unknown>, context: FitContext): boolean {
	return JSON.stringify(storedIn(fit).features) !== JSON.stringify(versionsOf(model, context));
}

function versionsOf({ features }: ScoredModel<unknown>, { versionOf }: FitContext): string[] {
	return features.map(versionOf);
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
	context: FitContext,
): Promise<Fit> {
	const { asOf, now } = context;
	const common = {
		version: ulid(now.epochMilliseconds),
		model: model.name,
		fittedAt: now.toString(),
		fittedFor: asOf,
		refitReason,
	};
	const origin = { layout: model.layout, features: versionsOf(model, context) };
	try {
		const { evidence, parameters, ...fitted } = await model.fit(connection, { asOf });
		const error = parameters === null ? null : ((await model.errorOf?.(connection, { asOf }, parameters)) ?? null);
		const stored: StoredParameters = { ...origin, error, parameters };
		return {
			...common,
			...fitted,
			isUsed: true,
			evidence: JSON.stringify(evidence),
			parameters: JSON.stringify(stored),
		};
	} catch (error) {
		if (!(error instanceof ModelError)) throw error;
		const nothing: StoredParameters = { ...origin, error: null, parameters: null };
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

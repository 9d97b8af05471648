import type { Connection } from '#warehouse/database.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { listModels, modelByName } from '#warehouse/reads/models.ts';
import type { ModelRow } from '#warehouse/reads/models.ts';
import { openRun, wantRun } from '#records/runs.ts';
import { parseEvidence } from './model-evidence.ts';
import type { ModelEvidence } from './model-evidence.ts';
import { chosenCandidate, modelParameters, seriesChoices } from './model-parameters.ts';
import { records } from './records.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** A model with why it may be believed. */
export interface ModelEntry extends Omit<ModelRow, 'parameters' | 'evidence'> {
	readonly evidence: ModelEvidence;
}

async function readList(db: Connection): Promise<ModelEntry[] | null> {
	if (!(await hasScores(db))) return null;
	return (await listModels(db)).map(({ evidence, ...row }) => ({ ...row, evidence: parseEvidence(evidence) }));
}

/** The models of a snapshot; null for one from before there were any. */
export function readModels(snapshot: RequestSnapshot): Promise<ModelEntry[] | null> {
	return snapshot.cached('models', readList);
}

async function readCard(db: Connection, name: string) {
	if (!(await hasScores(db))) return null;
	const row = await modelByName(db, name);
	if (row === null) return null;
	const { parameters, evidence, ...model } = row;
	return {
		model: { ...model, evidence: parseEvidence(evidence) },
		chosen: chosenCandidate(name, row.kind, parameters),
		parameters: modelParameters(name, parameters),
		series: name === 'revenue-forecast' ? seriesChoices(parameters) : [],
	};
}

export type ModelCard = NonNullable<Awaited<ReturnType<typeof readCard>>>;

/** The card of a model; null where the snapshot has none of the name. */
export function readModel(snapshot: RequestSnapshot, name: string): Promise<ModelCard | null> {
	return snapshot.cached(`model ${name}`, (db) => readCard(db, name));
}

/** Whether a run that fits every model anew waits or works. */
export async function isRefitOpen(): Promise<boolean> {
	return (await openRun(await records()))?.isRefit ?? false;
}

/** Asks for a run that fits every model anew; one that waits or works already is given instead. */
export async function askForRefit(): Promise<string> {
	return (await wantRun(await records(), { trigger: 'page', isRefit: true })).runId;
}

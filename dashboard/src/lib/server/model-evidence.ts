import * as v from 'valibot';

const figureSchema = v.object({
	id: v.string(),
	value: v.number(),
	baseline: v.nullable(v.number()),
	better: v.picklist(['lower', 'higher']),
});

const binSchema = v.object({
	count: v.number(),
	predicted: v.number(),
	observed: v.number(),
	observed_lower: v.number(),
	observed_upper: v.number(),
});

const evidenceSchema = v.object({
	holdout: v.nullable(v.object({ from: v.string(), to: v.string(), n: v.number() })),
	figures: v.array(figureSchema),
	calibration: v.nullable(v.array(binSchema)),
	coverage: v.nullable(v.array(v.object({ level: v.number(), share: v.number(), n: v.number() }))),
	warnings: v.array(v.string()),
	candidates: v.array(v.object({ kind: v.string(), figure: v.string(), value: v.number() })),
	baseline: v.string(),
});

/** Why a model may be believed, as it is stored with it. */
export type ModelEvidence = v.InferOutput<typeof evidenceSchema>;
export type EvidenceFigure = ModelEvidence['figures'][number];

const NOTHING: ModelEvidence = {
	holdout: null,
	figures: [],
	calibration: null,
	coverage: null,
	warnings: [],
	candidates: [],
	baseline: '',
};

/** The evidence that is stored with a model; one of a shape that is not ours counts as none. */
export function parseEvidence(text: string): ModelEvidence {
	const parsed = v.safeParse(evidenceSchema, parseJson(text));
	return parsed.success ? parsed.output : NOTHING;
}

/** What stands in a stored text; null for what is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

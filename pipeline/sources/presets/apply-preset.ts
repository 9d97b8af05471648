import { quotedName } from '#warehouse/staging.ts';
import type { StagingValue } from '#warehouse/staging.ts';
import { PRESETS } from './presets.ts';
import type { Preset, PresetValue } from './preset.ts';

/** A preset that fits the headers of a file, with the header of each of its fields that is there. */
export interface RecognisedPreset {
	readonly preset: Preset;
	readonly headers: ReadonlyMap<string, string>;
	/** Whether its headers are names of the API, not labels of the user interface. */
	readonly isOfApi: boolean;
}

function folded(name: string): string {
	return name.trim().toLowerCase().replace(/[*]$/, '');
}

/** The header of each field that is there: its own name before a label, a header for one field alone. */
function headersOf({ columns }: Preset, names: readonly string[]): Map<string, string> {
	const byName = new Map(names.map((name) => [folded(name), name]));
	const found = new Map<string, string>();
	const taken = new Set<string>();
	const take = (field: string, wanted: string): void => {
		const header = byName.get(folded(wanted));
		if (header === undefined || found.has(field) || taken.has(header)) return;
		found.set(field, header);
		taken.add(header);
	};
	for (const field of Object.keys(columns)) take(field, field);
	for (const [field, { labels = [] }] of Object.entries(columns)) for (const label of labels) take(field, label);
	return found;
}

function isKnown({ knownBy, knownByAny }: Preset, headers: ReadonlyMap<string, string>): boolean {
	return knownBy.every((field) => headers.has(field)) && (knownByAny?.some((field) => headers.has(field)) ?? true);
}

/** How much of a file a preset explains: headers with the spelling of its own fields count for more than those that differ by case. */
function score({ columns }: Preset, headers: ReadonlyMap<string, string>): number {
	return [...headers].reduce((sum, [field, header]) => {
		const { labels = [] } = columns[field] ?? {};
		return sum + (header === field || labels.includes(header) ? 1 : 0.5);
	}, 0);
}

/** The preset that explains the most columns of a file, null when it is no export that is known. */
export function recognisePreset(names: readonly string[]): RecognisedPreset | null {
	const found = PRESETS.map((preset) => ({ preset, headers: headersOf(preset, names) }))
		.filter(({ preset, headers }) => isKnown(preset, headers))
		.map((each) => ({ ...each, score: score(each.preset, each.headers) }))
		.sort((left, right) => right.score - left.score);
	const [best] = found;
	if (best === undefined) return null;
	const own = [...best.headers].filter(([field, header]) => header === field).length;
	return { preset: best.preset, headers: best.headers, isOfApi: own * 2 >= best.headers.size };
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** A value of a preset with the headers of the file, and why; null when a field that it needs is not there. */
export function resolveValue(
	value: PresetValue,
	headers: ReadonlyMap<string, string>,
): { readonly value: StagingValue; readonly why: string } | null {
	if (typeof value === 'string') {
		const header = headers.get(value);
		return header === undefined ? null : { value: header, why: `${header} of the export` };
	}
	if ('value' in value) return { value: { value: value.value }, why: 'the same for every row of the export' };
	if ('sql' in value) {
		const needed = [...value.sql.matchAll(PLACEHOLDER)].map(([, field = '']) => field);
		if (!needed.every((field) => headers.has(field))) return null;
		const sql = value.sql.replace(PLACEHOLDER, (_, field: string) => quotedName(headers.get(field) ?? ''));
		return { value: { sql }, why: value.why };
	}
	for (const each of value) {
		const found = resolveValue(each, headers);
		if (found !== null) return found;
	}
	return null;
}

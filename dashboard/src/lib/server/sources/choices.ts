import * as v from 'valibot';
import { LOOKED_TYPES, PROTECTIONS, UPLOAD_DISPOSITIONS } from '#records/source-look.ts';
import type { SourceLook, UploadChoices } from '#records/source-look.ts';
import { chooseForUpload, uploadById } from '#records/uploads.ts';
import { ENTITIES, entityByName } from '#warehouse/entities/entities.ts';
import { records } from '../records.ts';

const shortText = v.pipe(v.string(), v.trim(), v.maxLength(200));
const nameSchema = v.pipe(shortText, v.regex(/^[a-z][a-z0-9_]{0,59}$/));

/** Why choices are not taken: somebody chose meanwhile, or two columns are said to be the same. */
export type ChoiceProblem = 'stale' | 'bad_name' | 'gone';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type ByEntity = Record<string, Record<string, string>>;

function textOf(form: FormData, name: string): string | null {
	const given = form.get(name);
	return typeof given === 'string' && given.length <= 400 ? given : null;
}

/** Which entities the rows tell of; undefined where nothing else is wanted than what was found. */
function entityChoice(form: FormData, look: SourceLook): string | undefined {
	if (!form.has('entities')) return undefined;
	const known = new Set(ENTITIES.map(({ name }) => name));
	const wanted = form.getAll('entity').filter((name): name is string => typeof name === 'string' && known.has(name));
	const found = look.entities.map(({ entity }) => entity);
	if ([...wanted].sort().join() === [...found].sort().join()) return undefined;
	return wanted.length === 0 ? 'none' : wanted.join(',');
}

/** What the columns of the file fill, where it differs from what was shown. */
function fillChoices(form: FormData, look: SourceLook, before: UploadChoices['fills']): ByEntity {
	const fills: ByEntity = Object.fromEntries(Object.entries(before ?? {}).map(([name, each]) => [name, { ...each }]));
	for (const { entity, columns } of look.entities) {
		for (const [index, { name }] of look.columns.entries()) {
			const target = textOf(form, `fill.${entity}.${index}`);
			if (target === null || (target !== '' && !(target in (entityByName(entity)?.columns ?? {})))) continue;
			const shown = columns.filter(({ from }) => from === name).map(({ column }) => column);
			const isAsShown = target === '' ? shown.length === 0 : shown.includes(target);
			if (!isAsShown) (fills[entity] ??= {})[name] = target;
		}
	}
	return fills;
}

/** Values that are the same in every row, where they differ from what was shown. */
function fixedChoices(form: FormData, look: SourceLook, before: UploadChoices['fixed']): ByEntity {
	const fixed: ByEntity = Object.fromEntries(Object.entries(before ?? {}).map(([name, each]) => [name, { ...each }]));
	for (const { entity, columns } of look.entities) {
		for (const column of Object.keys(entityByName(entity)?.columns ?? {})) {
			const value = textOf(form, `fixed.${entity}.${column}`)?.trim();
			if (value === undefined) continue;
			const shown = columns.find((each) => each.column === column)?.fixed ?? '';
			if (value !== shown) (fixed[entity] ??= {})[column] = value;
		}
	}
	return fixed;
}

/** What somebody wants of each column, where it differs from what was shown. */
function columnChoices<Value extends string>(
	form: FormData,
	look: SourceLook,
	field: string,
	allowed: readonly Value[],
	shownOf: (column: SourceLook['columns'][number]) => Value,
	before: Readonly<Record<string, Value>> | undefined,
): Record<string, Value> {
	const chosen: Record<string, Value> = { ...before };
	for (const [index, column] of look.columns.entries()) {
		const value = allowed.find((each) => each === textOf(form, `${field}.${index}`));
		if (value !== undefined && value !== shownOf(column)) chosen[column.name] = value;
	}
	return chosen;
}

/** The choices of a form beside those of before; a field that is left out stays as it is. */
export function readChoices(form: FormData, look: SourceLook, before: UploadChoices): UploadChoices {
	const choices: Mutable<UploadChoices> = { ...before };
	const entity = entityChoice(form, look);
	if (entity !== undefined) choices.entity = entity;
	const answer = textOf(form, 'answer.entity');
	if (answer !== null && answer !== '') choices.entity = answer;
	const dates = textOf(form, 'answer.dates');
	if (dates !== null && dates !== '') choices.dates = dates;
	const numbers = textOf(form, 'answer.numbers');
	if (numbers !== null && numbers !== '') choices.numbers = numbers;
	const name = textOf(form, 'name')?.trim();
	if (name !== undefined && name !== look.name) choices.name = name;
	const disposition = UPLOAD_DISPOSITIONS.find((each) => each === textOf(form, 'disposition'));
	if (disposition !== undefined && disposition !== look.disposition) choices.disposition = disposition;
	const continues = textOf(form, 'continues');
	if (continues !== null) choices.continues = continues === 'yes';
	choices.types = columnChoices(form, look, 'type', LOOKED_TYPES, ({ type }) => type, before.types);
	choices.protection = columnChoices(
		form,
		look,
		'protection',
		PROTECTIONS,
		({ protection }) => protection,
		before.protection,
	);
	choices.fills = fillChoices(form, look, before.fills);
	choices.fixed = fixedChoices(form, look, before.fixed);
	return choices;
}

/** Takes what somebody wants otherwise, and has the file looked at again. Gives why not, or null. */
export async function choose(uploadId: string, form: FormData): Promise<ChoiceProblem | null> {
	const db = await records();
	const upload = await uploadById(db, uploadId);
	if (upload === null) return 'gone';
	const { look, choices } = upload;
	if (look === null || textOf(form, 'revision') !== String(upload.revision)) return 'stale';
	const chosen = readChoices(form, look, choices);
	if (chosen.name !== undefined && !v.is(nameSchema, chosen.name)) return 'bad_name';
	return (await chooseForUpload(db, uploadId, chosen)) ? null : 'stale';
}

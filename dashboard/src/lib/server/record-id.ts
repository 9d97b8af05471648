import * as v from 'valibot';

const idSchema = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{1,40}$/));
const formSchema = v.object({ id: idSchema });

/** Whether a text can be the id of a run or snapshot. */
export function isRecordId(text: string): boolean {
	return v.is(idSchema, text);
}

/** The field `id` of a form, null where there is none that can be one. */
export async function recordIdOf(request: Request): Promise<string | null> {
	const parsed = v.safeParse(formSchema, Object.fromEntries(await request.formData()));
	return parsed.success ? parsed.output.id : null;
}

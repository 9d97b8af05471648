import * as v from 'valibot';
import { describeIssue } from '../config-issue.ts';
import { daySchema } from '../day-schema.ts';
import { UsageError } from '../errors.ts';

/** A number that a model's option may be, in words of its own. */
export function whole(least: number, most: number) {
	const words = `expected a whole number from ${least} to ${most}`;
	return v.pipe(v.number(), v.integer(words), v.minValue(least, words), v.maxValue(most, words));
}

/** A day, or null for the default. */
export const dayOrNull = v.nullable(daySchema('expected a day such as 2011-12-31'));

/**
 * The options that a person wrote as JSON, with defaults filled in.
 * @throws UsageError for what is no JSON object, an unknown key (with the valid ones) or a value of the wrong kind
 */
export function parseOptions<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
	const given = parseObject(text);
	const parsed = v.safeParse(schema, given);
	if (parsed.success) return parsed.output;
	const problems = parsed.issues.map((issue) => describeIssue(schema, issue));
	throw new UsageError(`--options: ${problems.join('; ')}`);
}

function parseObject(text: string): object {
	let given: unknown;
	try {
		given = JSON.parse(text);
	} catch (cause) {
		throw new UsageError(`--options is no JSON: ${(cause as Error).message}`, {
			hint: `write it as '{"horizon": 12}', in single quotes for the shell`,
			cause,
		});
	}
	if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
	throw new UsageError(`--options is ${text.slice(0, 60)} (expected an object such as '{"horizon": 12}')`);
}

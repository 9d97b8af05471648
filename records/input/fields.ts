import * as v from 'valibot';
import type { IssueCode } from './issues.ts';
import type { Reading } from './readers.ts';

/** What a form, a file or a program gives for a field; a form gives text for everything. */
const typed = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

type Typed = v.InferInput<typeof typed>;

function readTyped<T>(value: Typed, read: (text: string) => Reading<T>, blank: Reading<T | null>): Reading<T | null> {
	const text = value === null ? '' : String(value).trim();
	return text === '' ? blank : read(text);
}

function field<T>(read: (text: string) => Reading<T>, blank: Reading<T | null>) {
	return v.pipe(
		typed,
		v.rawTransform<Typed, T | null>(({ dataset, addIssue, NEVER }) => {
			const reading = readTyped(dataset.value, read, blank);
			if ('value' in reading) return reading.value;
			addIssue({
				message: reading.code,
				...(reading.limit === undefined ? {} : { expected: String(reading.limit) }),
			});
			return NEVER;
		}),
	);
}

/** A field that may be empty: null then. */
export function optional<T>(read: (text: string) => Reading<T>) {
	return field(read, { value: null });
}

/** A field that may not be empty. */
export function required<T>(read: (text: string) => Reading<T>) {
	const code: IssueCode = 'required';
	return v.pipe(
		field(read, { code }),
		v.transform((value) => value as T),
	);
}

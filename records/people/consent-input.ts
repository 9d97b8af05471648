import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { instant, oneOf, text } from '../input/readers.ts';
import {
	CONSENT_CHANNELS,
	CONSENT_EVIDENCE,
	CONSENT_PURPOSES,
	CONSENT_STATUSES,
	EVERY_PURPOSE,
} from '../schema/people.ts';

/** What somebody said about being written to or called; `captured_at` is when they did, now unless told. */
export const consentInput = v.strictObject({
	channel: required(oneOf(CONSENT_CHANNELS)),
	purpose: required(oneOf([...CONSENT_PURPOSES, EVERY_PURPOSE])),
	status: required(oneOf(CONSENT_STATUSES)),
	captured_at: v.optional(optional(instant), null),
	capture_source: v.optional(optional(text(200)), null),
	evidence: v.optional(optional(oneOf(CONSENT_EVIDENCE)), null),
	legal_basis: v.optional(optional(text(100)), null),
});

export type ConsentInput = v.InferInput<typeof consentInput>;

import { ConfigError } from '../../errors.ts';

/** How values are written in a source, with every default filled in. */
export interface ValueFormat {
	readonly decimal: '.' | ',';
	readonly thousands: string | null;
	/** In strptime's letters; a value has to match one of them. */
	readonly dateFormats: readonly string[];
	readonly timestampFormats: readonly string[];
}

/** What of it a config declares. */
export interface DeclaredValueFormat {
	readonly decimal?: '.' | ',' | undefined;
	readonly thousands?: string | null | undefined;
	readonly dateFormat?: string | undefined;
	readonly timestampFormat?: string | undefined;
}

/** ISO 8601, and numbers as programs write them. */
export const ISO_FORMAT = {
	decimal: '.',
	thousands: null,
	dateFormats: ['%Y-%m-%d'],
	timestampFormats: ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%dT%H:%M:%S.%f'],
} as const satisfies ValueFormat;

/** Instants with their distance from UTC, as programs write them. */
const INSTANT_FORMATS = [
	'%Y-%m-%dT%H:%M:%SZ',
	'%Y-%m-%dT%H:%M:%S.%fZ',
	'%Y-%m-%dT%H:%M:%S%z',
	'%Y-%m-%dT%H:%M:%S.%f%z',
];

/** The formats that dates or times may have: typed values come in ISO 8601, whatever the source's texts have. */
function formatsOf(declared: string | undefined, base: readonly string[], iso: readonly string[]): readonly string[] {
	return [...new Set([...(declared === undefined ? base : [declared]), ...iso])];
}

/**
 * How the values of a source are written: what it declares, over `base`. A source whose values have types of their own
 * (`isTyped`) writes some of them as ISO 8601 in any case, instants with their offset only when its zone is UTC.
 * @throws ConfigError when the two marks of numbers are the same, or times with an offset would be taken for times of
 * another zone than UTC
 */
export function valueFormat(
	source: { readonly name: string; readonly zone?: string | undefined },
	declared: DeclaredValueFormat,
	base: ValueFormat,
	isTyped: boolean,
): ValueFormat {
	const instants = isTyped && source.zone === 'UTC' ? INSTANT_FORMATS : [];
	const isoTimes = isTyped ? [...ISO_FORMAT.timestampFormats, ...instants] : [];
	const format: ValueFormat = {
		decimal: declared.decimal ?? base.decimal,
		thousands: declared.thousands === undefined ? base.thousands : declared.thousands,
		dateFormats: formatsOf(declared.dateFormat, base.dateFormats, isTyped ? ISO_FORMAT.dateFormats : []),
		timestampFormats: formatsOf(declared.timestampFormat, base.timestampFormats, isoTimes),
	};
	if (format.decimal === format.thousands) {
		throw new ConfigError(`source ${source.name}: format.decimal and format.thousands are both "${format.decimal}"`);
	}
	if (source.zone !== 'UTC' && format.timestampFormats.some((wanted) => /%z/i.test(wanted))) {
		throw new ConfigError(`source ${source.name}: format.timestampFormat has an offset, so its times come out as UTC`, {
			hint: "declare zone: 'UTC' for the source",
		});
	}
	return format;
}

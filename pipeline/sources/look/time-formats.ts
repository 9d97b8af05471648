import { ISO_FORMAT } from '../contract/value-format.ts';

/** A way to write days or times. */
export interface TimeFormat {
	/** The formats that a value may have, in strptime's letters. */
	readonly formats: readonly string[];
	/** What of it a config declares; null where it is the default. */
	readonly declared: string | null;
	/** Which of day and month comes first, where both are numbers of two digits. */
	readonly order: 'day-first' | 'month-first' | null;
	/** Whether its times are UTC, or carry their distance from it. */
	readonly isUtc: boolean;
	/** Whether numbers of another meaning look like it, so that the name of the column has to speak for it. */
	readonly needsName: boolean;
	readonly label: string;
}

function time(format: string, label: string, more: Partial<TimeFormat> = {}): TimeFormat {
	return { formats: [format], declared: format, order: null, isUtc: false, needsName: false, label, ...more };
}

const dayFirst = { order: 'day-first' } as const;
const monthFirst = { order: 'month-first' } as const;
const utc = { isUtc: true } as const;

export const DATE_FORMATS: readonly TimeFormat[] = [
	{ ...time('%Y-%m-%d', '2025-12-31'), declared: null },
	time('%d.%m.%Y', '31.12.2025'),
	time('%d.%m.%y', '31.12.25'),
	time('%d/%m/%Y', '31/12/2025', dayFirst),
	time('%m/%d/%Y', '12/31/2025', monthFirst),
	time('%d/%m/%y', '31/12/25', dayFirst),
	time('%m/%d/%y', '12/31/25', monthFirst),
	time('%d-%m-%Y', '31-12-2025', dayFirst),
	time('%m-%d-%Y', '12-31-2025', monthFirst),
	time('%Y/%m/%d', '2025/12/31'),
	time('%d %b %Y', '31 Dec 2025'),
	time('%d-%b-%Y', '31-Dec-2025'),
	time('%d-%b-%y', '31-Dec-25'),
	time('%b %d, %Y', 'Dec 31, 2025'),
	time('%Y%m%d', '20251231', { needsName: true }),
];

export const GERMAN_SECONDS = time('%d.%m.%Y %H:%M:%S', '31.12.2025 14:05:00');

/** What Excel writes in German, with and without seconds; a config says so by its preset. */
export const GERMAN_TIMES: TimeFormat = {
	...time('%d.%m.%Y %H:%M:%S', '31.12.2025 14:05'),
	formats: ['%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M'],
};

/** Instants with and without fractions of a second at once, which only sources with types of their own are read by. */
export const INSTANTS: TimeFormat = {
	formats: ['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%S.%fZ', '%Y-%m-%dT%H:%M:%S%z', '%Y-%m-%dT%H:%M:%S.%f%z'],
	declared: null,
	order: null,
	isUtc: true,
	needsName: false,
	label: '2025-12-31T14:05:00Z',
};

export const TIMESTAMP_FORMATS: readonly TimeFormat[] = [
	{ ...time('', '2025-12-31 14:05:00'), formats: ISO_FORMAT.timestampFormats, declared: null },
	time('%Y-%m-%dT%H:%M:%S.%fZ', '2025-12-31T14:05:00.000Z', utc),
	time('%Y-%m-%dT%H:%M:%SZ', '2025-12-31T14:05:00Z', utc),
	time('%Y-%m-%dT%H:%M:%S.%f%z', '2025-12-31T14:05:00.000+0000', utc),
	time('%Y-%m-%dT%H:%M:%S%z', '2025-12-31T14:05:00+00:00', utc),
	time('%Y-%m-%d %H:%M:%S%z', '2025-12-31 14:05:00+00', utc),
	time('%Y-%m-%d %H:%M:%S UTC', '2025-12-31 14:05:00 UTC', utc),
	time('%Y-%m-%d %H:%M', '2025-12-31 14:05'),
	GERMAN_SECONDS,
	time('%d.%m.%Y %H:%M', '31.12.2025 14:05'),
	time('%d/%m/%Y %H:%M:%S', '31/12/2025 14:05:00', dayFirst),
	time('%m/%d/%Y %H:%M:%S', '12/31/2025 14:05:00', monthFirst),
	time('%d/%m/%Y %H:%M', '31/12/2025 14:05', dayFirst),
	time('%m/%d/%Y %H:%M', '12/31/2025 14:05', monthFirst),
	time('%d/%m/%Y, %H:%M', '31/12/2025, 14:05', dayFirst),
	time('%m/%d/%Y, %I:%M %p', '12/31/2025, 2:05 PM', monthFirst),
	time('%m/%d/%Y %I:%M %p', '12/31/2025 2:05 PM', monthFirst),
	time('%m/%d/%Y %I:%M:%S %p', '12/31/2025 2:05:00 PM', monthFirst),
	time('%Y/%m/%d %H:%M:%S', '2025/12/31 14:05:00'),
	GERMAN_TIMES,
	INSTANTS,
];

const LETTERS: Readonly<Record<string, string>> = {
	Y: '\\d{4}',
	y: '\\d{2}',
	m: '\\d{1,2}',
	d: '\\d{1,2}',
	H: '\\d{1,2}',
	I: '\\d{1,2}',
	M: '\\d{1,2}',
	S: '\\d{1,2}',
	f: '\\d{1,9}',
	b: '[A-Za-z]{3}',
	p: '[AaPp][Mm]',
	z: '[+-]\\d{2}(:?\\d{2})?',
};

/** Roughly what a value of a format looks like: whatever the format holds does, and not much else. */
export function shapeOf({ formats }: TimeFormat): RegExp {
	const shapes = formats.map((format) =>
		format.replace(/%([A-Za-z])|[^A-Za-z0-9 ]/g, (sign, letter: string | undefined) =>
			letter === undefined ? `\\${sign}` : (LETTERS[letter] ?? '.+'),
		),
	);
	return new RegExp(`^\\s*(${shapes.join('|')})\\s*$`);
}

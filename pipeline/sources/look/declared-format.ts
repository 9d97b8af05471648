import type { ChosenFormat } from './choose-format.ts';
import type { ProposedFormat } from './proposal.ts';
import type { TextTable } from './text-table.ts';

/** The format as a config declares it: by the preset of German Excel where that says all of it. */
export function declaredFormat(
	table: TextTable,
	{ numbers, dates, timestamps, isGermanExcel }: ChosenFormat,
): ProposedFormat {
	const { format } = table;
	if (isGermanExcel) {
		const { kind, encoding } = format;
		const isPresetEncoding = encoding === 'windows-1252';
		return {
			preset: 'german-excel',
			...(kind === undefined ? {} : { kind }),
			...(isPresetEncoding ? {} : { encoding: encoding ?? 'utf-8' }),
		};
	}
	const times = {
		...(dates.declared === null ? {} : { dateFormat: dates.declared }),
		...(timestamps.declared === null ? {} : { timestampFormat: timestamps.declared }),
	};
	return {
		...format,
		...(numbers.decimal === '.' ? {} : { decimal: numbers.decimal }),
		...(numbers.thousands === null ? {} : { thousands: numbers.thousands }),
		...times,
	};
}

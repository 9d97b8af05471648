/** A choice of a field: what is stored, and what people read. */
export interface FieldOption {
	readonly value: string;
	readonly label: string;
}

/** Records that a field can name. */
export type PickedKind = 'company' | 'contact' | 'user' | 'product' | 'campaign' | 'deal';

/** One field of a record's form. */
export interface FieldSpec {
	/** The column it is stored in; what is wrong with it comes back under this name. */
	readonly name: string;
	readonly label: string;
	readonly kind: 'text' | 'email' | 'phone' | 'number' | 'day' | 'instant' | 'select' | 'long-text' | 'record';
	/** Below the control: what belongs in it. */
	readonly help?: string;
	readonly isRequired?: boolean;
	/** Of a select. One with an empty value stands for none. */
	readonly options?: readonly FieldOption[];
	/** What a record field names. */
	readonly picks?: PickedKind;
	/** The name of the record that the field names now: its value is only an id. */
	readonly pickedName?: string | null;
	/** Takes the whole width; two fields share a line otherwise. */
	readonly isWide?: boolean;
	readonly autocomplete?: 'off' | 'organization' | 'email' | 'tel' | 'given-name' | 'family-name' | 'name';
}

/** What was typed, by field: everything is text in a form. */
export type FormValues = Readonly<Record<string, string>>;

/** A column as a form shows it; a value that no form has is empty. */
export function fieldText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A record's columns as a form shows them. */
export function formValues(record: object, fields: readonly FieldSpec[]): FormValues {
	const columns = record as Readonly<Record<string, unknown>>;
	return Object.fromEntries(fields.map(({ name }) => [name, fieldText(columns[name])]));
}

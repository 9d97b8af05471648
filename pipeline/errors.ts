import type { QuarantinedRow } from './sources/contract/quarantined-row.ts';

interface HintOptions extends ErrorOptions {
	/** What the reader can do about it. */
	readonly hint?: string;
}

/** The config breaks a rule: nothing runs until it is mended. */
export class ConfigError extends Error {
	readonly hint: string;
	constructor(message: string, options: HintOptions = {}) {
		super(message, options);
		this.name = 'ConfigError';
		this.hint = options.hint ?? '';
	}
}

interface SourceErrorOptions extends HintOptions {
	/** Whether the same attempt may succeed later. */
	readonly retryable?: boolean;
	/** Rows that were to be set aside when the load was refused, at most 1,000. */
	readonly quarantine?: readonly QuarantinedRow[];
	readonly counts?: { readonly read: number; readonly quarantined: number };
}

/** A source cannot be loaded: what it loaded before still stands. */
export class SourceError extends Error {
	readonly hint: string;
	readonly retryable: boolean;
	readonly quarantine: readonly QuarantinedRow[];
	readonly counts: { readonly read: number; readonly quarantined: number };
	constructor(message: string, options: SourceErrorOptions = {}) {
		super(message, options);
		this.name = 'SourceError';
		this.hint = options.hint ?? '';
		this.retryable = options.retryable ?? false;
		this.quarantine = options.quarantine ?? [];
		this.counts = options.counts ?? { read: 0, quarantined: 0 };
	}
}

/** The disk is full or refuses to be written; what was published before still stands. */
export class StorageError extends Error {
	readonly hint: string;
	constructor(message: string, options: HintOptions = {}) {
		super(message, options);
		this.name = 'StorageError';
		this.hint = options.hint ?? 'free some space and run again: nothing is lost, the last snapshot stays up';
	}
}

/** A data test of severity error failed: the new snapshot was thrown away. */
export class CheckError extends Error {
	readonly hint: string;
	constructor(message: string, options: HintOptions = {}) {
		super(message, options);
		this.name = 'CheckError';
		this.hint = options.hint ?? 'look at the checks on the Data page; the last snapshot stays up';
	}
}

/** The command line was used wrongly: exit code 2. */
export class UsageError extends Error {
	readonly hint: string;
	constructor(message: string, options: HintOptions = {}) {
		super(message, options);
		this.name = 'UsageError';
		this.hint = options.hint ?? '';
	}
}

/** The address is taken: another program, or another Kundig, listens there. */
export class PortInUseError extends Error {
	readonly hint: string;
	constructor(port: number) {
		super(`port ${port} is in use by another program`);
		this.name = 'PortInUseError';
		this.hint = `choose another one: npm start -- --port ${port + 1}`;
	}
}

import { statSync } from 'node:fs';
import { loadConfig } from './config.ts';
import type { LoadedConfig } from './config.ts';

/** The config as it is now, for a process that stays up: read again when its file has changed. */
export class ConfigWatch {
	readonly #file: string;
	#read: { readonly changedMs: number; readonly loaded: LoadedConfig } | null = null;

	constructor(file: string) {
		this.#file = file;
	}

	/**
	 * The config of now.
	 * @throws ConfigError when it is missing or breaks a rule
	 */
	async current(): Promise<LoadedConfig> {
		const changedMs = statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
		if (this.#read?.changedMs !== changedMs) {
			this.#read = { changedMs, loaded: await loadConfig(this.#file) };
		}
		return this.#read.loaded;
	}

	/** The config of now, or while that is being mended the last one that held; null before there was one. */
	async lastGood(): Promise<LoadedConfig | null> {
		try {
			return await this.current();
		} catch {
			return this.#read?.loaded ?? null;
		}
	}
}

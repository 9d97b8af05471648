export type Environment = Readonly<Record<string, string | undefined>>;

/** What a person writes in the place of a secret: the name of the variable that holds it. */
const NAMED = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

/** A shorter secret may be equal to some variable by chance. */
const TELLING_CHARACTERS = 12;

/** The name of the variable that a text stands for; null when it is a text of its own. */
export function namedVariable(text: string): string | null {
	return NAMED.exec(text)?.[1] ?? null;
}

/**
 * Secrets that a person typed, by the names of the variables that a config is to take them from. They are there while the
 * source is looked at, and nowhere else.
 */
export class FoundSecrets {
	readonly #env: Environment;
	readonly #found = new Map<string, string>();
	readonly #named = new Set<string>();

	constructor(env: Environment) {
		this.#env = env;
	}

	/**
	 * The variable that holds a secret: the one that a person named, one that has this very value already, or a new one.
	 * @param wanted what a new one is to be called
	 */
	nameOf(secret: string, wanted: string): string {
		const named = namedVariable(secret) ?? this.#holderOf(secret);
		if (named !== null) {
			this.#named.add(named);
			return named;
		}
		for (let number = 1; ; number += 1) {
			const name = number === 1 ? wanted : `${wanted}_${number}`;
			const taken = this.#found.get(name) ?? this.#env[name];
			if (taken !== undefined && taken !== secret) continue;
			this.#found.set(name, secret);
			return name;
		}
	}

	/** The environment, with what was found. */
	get env(): Environment {
		return { ...this.#env, ...Object.fromEntries(this.#found) };
	}

	/** Variables that the environment lacks. */
	get unset(): string[] {
		return [...this.#found.keys(), ...this.#named].filter((name) => (this.#env[name] ?? '') === '');
	}

	#holderOf(secret: string): string | null {
		if (secret.length < TELLING_CHARACTERS) return null;
		const found = Object.entries(this.#env).find(([name, value]) => value === secret && NAMED.test(`env:${name}`));
		return found?.[0] ?? null;
	}
}

/** What a person ought to do about variables that are not set, in sentences. */
export function unsetProblems(unset: readonly string[]): string[] {
	if (unset.length === 0) return [];
	return [`no secret stands in the config: set ${unset.join(' and ')} where Kundig is started, to what you gave here`];
}

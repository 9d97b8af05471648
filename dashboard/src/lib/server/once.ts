const PREFIX = 'kundig.';

/**
 * A value of the process, made at the first call and kept on `globalThis`: a reload of modules in development must not
 * open a store a second time.
 */
export function once<Value>(name: string, make: () => Value): Value {
	const store = globalThis as Record<string, unknown>;
	const key = PREFIX + name;
	store[key] ??= make();
	return store[key] as Value;
}

const PREFIX = 'kundig.';

/**
 * A value of the process, made at the first call and kept on `globalThis`: a reload of modules in development must not
 * open a store a second time. A promise that fails is not kept: the next call tries again.
 */
export function once<Value>(name: string, make: () => Value): Value {
	const store = globalThis as Record<string, unknown>;
	const key = PREFIX + name;
	const known = store[key];
	if (known !== undefined) return known as Value;
	const made = make();
	store[key] = made;
	if (made instanceof Promise) {
		made.catch(() => {
			if (store[key] === made) store[key] = undefined;
		});
	}
	return made;
}

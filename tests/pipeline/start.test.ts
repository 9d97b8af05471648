import { expect, it } from 'vitest';
import { UsageError } from '#pipeline/errors.ts';
import { requireLoopback } from '#pipeline/start.ts';

it.each(['127.0.0.1', 'localhost', '::1'])('serves this machine’s own address %s', (host) => {
	expect(() => requireLoopback(host)).not.toThrow();
});

it.each(['0.0.0.0', '::', '192.168.1.20', '127.0.0.1.example.com', ''])('refuses %j, and says why', (host) => {
	expect(() => requireLoopback(host)).toThrow(UsageError);
	expect(() => requireLoopback(host)).toThrow(
		`--host ${host} is refused: anybody who reaches it could read every customer`,
	);
});

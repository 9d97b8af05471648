import { join, resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { dataFolder, snapshotsFolder } from '#lib/server/settings.ts';

afterEach(() => vi.unstubAllEnvs());

it('reads where the supervisor says', () => {
	vi.stubEnv('KUNDIG_DATA', '/srv/kundig');
	expect(dataFolder()).toBe('/srv/kundig');
	expect(snapshotsFolder()).toBe(join('/srv/kundig', 'snapshots'));
});

it('reads in data/ when it is run by hand', () => {
	vi.stubEnv('KUNDIG_DATA', undefined);
	expect(dataFolder()).toBe(resolve('data'));
});

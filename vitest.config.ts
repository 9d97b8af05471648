import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests of modules that open the data folder once for their process: each file has a process of its own. */
const SERVER_TESTS = ['tests/dashboard/{lib/server,routes}/**/*.test.ts'];

/** Vitest would leave one processor to itself, which is half of a machine with two. */
const WORKERS = availableParallelism();

export default defineConfig({
	test: {
		projects: [
			{
				plugins: [svelte({ configFile: false })],
				test: {
					name: 'unit',
					include: ['tests/{pipeline,actions,warehouse,records,models,demo,dashboard,sql,examples}/**/*.test.ts'],
					exclude: SERVER_TESTS,
					// Files share a worker's modules: loading DuckDB, Kysely and the messages anew for each of 300 files took twice
					// as long as the tests (42 s of processor time instead of 15 for those of records/).
					isolate: false,
					maxWorkers: WORKERS,
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{
				plugins: [svelte({ configFile: false })],
				test: {
					name: 'unit-server',
					include: SERVER_TESTS,
					maxWorkers: WORKERS,
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					maxWorkers: WORKERS,
					testTimeout: 240_000,
					hookTimeout: 240_000,
				},
			},
			{
				test: {
					name: 'faults',
					include: ['tests/faults/**/*.test.ts'],
					testTimeout: 600_000,
					hookTimeout: 120_000,
					maxWorkers: 2,
				},
			},
		],
	},
});

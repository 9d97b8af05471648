import { expect, test } from 'vitest';
import type { Load } from '#warehouse/raw.ts';
import { planFiles } from '#pipeline/load/plan-files.ts';
import type { FilePlan, PlanInput } from '#pipeline/load/plan-files.ts';
import type { HashedFile } from '#pipeline/sources/file/files.ts';
import { orderSource } from '../raw-folder.ts';

function file(name: string, hash: string): HashedFile {
	return { name, hash, path: `/in/${name}`, bytes: 10, stamp: hash };
}

function load(loadId: string, name: string, hash: string, change: Partial<Load> = {}): Load {
	return {
		loadId,
		runId: 'r',
		source: 'orders',
		file: name,
		fileHash: hash,
		bytes: 10,
		disposition: 'replace',
		contractHash: 'c1',
		read: 1,
		loaded: 1,
		quarantined: 0,
		fencingToken: 1,
		startedAt: '2025-01-01T00:00:00Z',
		loadedAt: '2025-01-01T00:00:00Z',
		...change,
	};
}

function plan(disposition: 'replace' | 'merge' | 'append', input: Partial<PlanInput>): Record<keyof FilePlan, unknown> {
	const active = (input.active ?? []).map((one) => ({ ...one, disposition }));
	const found = planFiles({
		source: orderSource({ disposition, key: ['id'] }),
		contractHash: 'c1',
		files: [],
		loadsWithRows: new Set(active.map((one) => one.loadId)),
		full: false,
		...input,
		active,
	});
	return {
		unchanged: found.unchanged.map((one) => [one.file.name, one.load.loadId]),
		copies: found.copies.map((one) => [one.file.name, one.of.name]),
		toLoad: found.toLoad.map((one) => [one.file.name, one.label]),
		retired: found.retired.map((one) => one.loadId),
		reload: found.reload,
	};
}

const nothing = { unchanged: [], copies: [], toLoad: [], retired: [], reload: null };

test('files are compared by content, not by name', () => {
	const files = [file('b.csv', 'h1'), file('c.csv', 'h2'), file('d.csv', 'h2')];
	expect(plan('replace', { files, active: [load('l1', 'a.csv', 'h1'), load('l0', 'z.csv', 'h0')] })).toEqual({
		...nothing,
		unchanged: [['b.csv', 'l1']],
		copies: [['d.csv', 'c.csv']],
		toLoad: [['c.csv', 'c.csv']],
		retired: ['l0'],
	});
});

test('a name that an active load still has is numbered, so that file and line name one row', () => {
	// orders.csv was rotated to orders.1.csv, and a new orders.csv came.
	const active = [load('l1', 'orders.csv', 'h1'), load('l2', 'orders.csv (2)', 'h2')];
	const files = [file('orders.1.csv', 'h1'), file('orders.2.csv', 'h2'), file('orders.csv', 'h3')];
	expect(plan('replace', { files, active }).toLoad).toEqual([['orders.csv', 'orders.csv (3)']]);
	expect(plan('replace', { files: [file('orders.csv', 'h3')], active }).toLoad).toEqual([['orders.csv', 'orders.csv']]);
});

test('under merge a content counts again when its name had another one in between', () => {
	const active = [load('l1', 'a.csv', 'h1'), load('l2', 'a.csv (2)', 'h2')];
	expect(plan('merge', { files: [file('a.csv', 'h1')], active })).toEqual({
		...nothing,
		toLoad: [['a.csv', 'a.csv']],
		retired: ['l1'],
	});
	expect(plan('merge', { files: [file('a.csv', 'h2')], active })).toEqual({ ...nothing, unchanged: [['a.csv', 'l2']] });
	expect(plan('merge', { files: [file('b.csv', 'h1')], active })).toEqual({ ...nothing, unchanged: [['b.csv', 'l1']] });
	expect(plan('append', { files: [file('a.csv', 'h1')], active })).toEqual({
		...nothing,
		unchanged: [['a.csv', 'l1']],
	});
});

test('another contract loads everything anew, in the order of the first time', () => {
	const active = [load('l1', 'b.csv', 'h1'), load('l2', 'a.csv', 'h2')];
	const files = [file('a.csv', 'h2'), file('b.csv', 'h1'), file('c.csv', 'h3')];
	expect(plan('append', { files, active, contractHash: 'c2' })).toEqual({
		...nothing,
		toLoad: [
			['b.csv', 'b.csv'],
			['a.csv', 'a.csv'],
			['c.csv', 'c.csv'],
		],
		retired: ['l1', 'l2'],
		reload: 'contract changed',
	});
});

test('loading anew is refused where it would lose rows of files that are gone', () => {
	const active = [load('l1', 'a.csv', 'h1'), load('l2', 'b.csv', 'h2')];
	const input = { files: [file('b.csv', 'h2')], active, full: true };
	expect(() => plan('append', input)).toThrow(
		'source orders cannot be loaded anew (a full load was asked for): 1 of the files that its rows came from are gone or changed (a.csv)',
	);
	expect(plan('merge', { ...input, loadsWithRows: new Set(['l2']) })).toMatchObject({ reload: 'asked for' });
	expect(plan('replace', input)).toMatchObject({ reload: 'asked for', retired: ['l1', 'l2'] });
});

test('a first full load is a load like any other', () => {
	expect(plan('append', { files: [file('a.csv', 'h1')], full: true })).toEqual({
		...nothing,
		toLoad: [['a.csv', 'a.csv']],
	});
});

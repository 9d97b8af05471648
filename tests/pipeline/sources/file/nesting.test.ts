import { expect, it } from 'vitest';
import { nestingOf } from '#pipeline/sources/file/nesting.ts';

it.each([
	['VARCHAR', 0],
	['INTEGER[]', 1],
	['INTEGER[3][]', 2],
	['STRUCT(a INTEGER, b VARCHAR)', 1],
	['STRUCT(a INTEGER[], b VARCHAR)[]', 3],
	['STRUCT(a VARCHAR[], b VARCHAR[], c VARCHAR[])', 2],
	['MAP(VARCHAR, STRUCT(a MAP(VARCHAR, INTEGER)))', 3],
	['STRUCT("odd)(name[[" INTEGER, "say ""(""" VARCHAR)', 1],
])('%s nests %i deep', (type, levels) => {
	expect(nestingOf(type)).toBe(levels);
});

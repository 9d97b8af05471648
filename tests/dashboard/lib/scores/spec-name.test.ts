import { expect, test } from 'vitest';
import { candidateOf, specName } from '#lib/scores/spec-name.ts';

test.each([
	['mean of ETS(M,A,N) and Theta', 'Mean of ETS(M,A,N) and Theta'],
	['mean of ETS(A,N,N) on seasonally adjusted values and Theta', 'Mean of ETS(A,N,N) (season taken out) and Theta'],
	['Theta on seasonally adjusted values', 'Theta (season taken out)'],
	['ETS(A,Ad,M)', 'ETS(A,Ad,M)'],
	['seasonal naive', 'year before'],
	['constant', 'Constant'],
	['', ''],
])('%s is told in the reader’s words', (spec, words) => {
	expect(specName(spec)).toBe(words);
});

test('a model tells which candidate it came from', () => {
	expect(['mean of ETS(A,N,N) and Theta', 'ETS(A,N,N)', 'Theta', 'naive'].map((spec) => candidateOf(spec))).toEqual([
		'mean',
		'ets',
		'theta',
		null,
	]);
});

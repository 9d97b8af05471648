import { expect, test } from 'vitest';
import { countFree, ETS_FORMS, formName, needsPositive, parseForm } from '#models/ets/forms.ts';

test('knows fifteen forms, none with an additive error and a multiplicative season', () => {
	expect(ETS_FORMS).toHaveLength(15);
	expect(ETS_FORMS.map(formName)).not.toContain('ETS(A,N,M)');
	expect(new Set(ETS_FORMS.map(formName)).size).toBe(15);
});

test('reads and names a form', () => {
	expect(parseForm('MAdM')).toEqual({ error: 'M', trend: 'Ad', season: 'M' });
	expect(formName(parseForm('AAdN'))).toBe('ETS(A,Ad,N)');
	expect(() => parseForm('AAM')).toThrow('unknown form of ets: "AAM" (expected ANN, ANA, AAdN');
});

test('takes positive values only where it divides by them', () => {
	expect(ETS_FORMS.filter((form) => !needsPositive(form)).map(formName)).toEqual([
		'ETS(A,N,N)',
		'ETS(A,N,A)',
		'ETS(A,Ad,N)',
		'ETS(A,Ad,A)',
		'ETS(A,A,N)',
		'ETS(A,A,A)',
	]);
});

test('counts what it estimates', () => {
	// alpha, level; alpha, beta, gamma, phi, level, slope and 11 of 12 phases
	expect(countFree(parseForm('ANN'), 1)).toBe(2);
	expect(countFree(parseForm('MAdM'), 12)).toBe(17);
});

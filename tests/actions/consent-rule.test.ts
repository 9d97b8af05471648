import { describe, expect, it } from 'vitest';
import { refusalOf } from '#actions/consent-rule.ts';
import type { ConsentWord } from '#records/marketing/contacts-to-reach.ts';
import { drawHistories, oracle } from './consent-histories.ts';

const reach = { channel: 'email', purpose: 'marketing' } as const;
let entered = 0;

function word(day: number, said: Partial<ConsentWord>): ConsentWord {
	const captured_at = `2026-01-${String(day).padStart(2, '0')}T09:00:00.000Z`;
	entered += 1;
	const consent_event_id = `W${String(entered).padStart(6, '0')}`;
	return { consent_event_id, ...reach, status: 'granted', evidence: 'form', captured_at, ...said };
}

describe('refusalOf', () => {
	it('takes silence for no', () => {
		expect(refusalOf([], reach)).toBe('no_consent');
	});

	it('lets who agreed with a proof be reached, and nobody for another purpose or on another channel', () => {
		const words = [word(1, {})];
		expect(refusalOf(words, reach)).toBeNull();
		expect(refusalOf(words, { channel: 'email', purpose: 'newsletter' })).toBe('no_consent');
		expect(refusalOf(words, { channel: 'phone', purpose: 'marketing' })).toBe('no_consent');
	});

	it('takes a yes that nobody can prove for none', () => {
		expect(refusalOf([word(1, { evidence: 'none' })], reach)).toBe('unproven');
		expect(refusalOf([word(1, { evidence: 'form' }), word(2, { evidence: 'none' })], reach)).toBe('unproven');
	});

	it('lets the last word count, by when it was said; of two at once the one entered last', () => {
		expect(refusalOf([word(3, { status: 'withdrawn' }), word(1, {})], reach)).toBe('withdrawn');
		expect(refusalOf([word(1, { status: 'denied' }), word(2, {})], reach)).toBeNull();
		expect(refusalOf([word(2, {}), word(2, { status: 'denied' })], reach)).toBe('denied');
	});

	it('lets a no to the whole channel stand above an earlier and a later yes, until it is taken back', () => {
		const refused = [word(1, {}), word(2, { purpose: 'all', status: 'withdrawn' })];
		expect(refusalOf(refused, reach)).toBe('withdrawn');
		expect(refusalOf([...refused, word(3, {})], reach)).toBe('withdrawn');
		expect(refusalOf([...refused, word(4, { purpose: 'all' })], reach)).toBeNull();
		// Taking it back says yes to nothing.
		expect(refusalOf([word(1, { purpose: 'all' })], reach)).toBe('no_consent');
	});

	it('says of 10,000 random histories what an oracle says that lives through them', () => {
		const histories = drawHistories(10_000, 20_261_124);
		const answers = histories.map(({ words, reach: asked }) => refusalOf(words, asked));
		expect(answers).toEqual(histories.map(oracle));
		// Each answer is among them, or they would prove little.
		for (const answer of [null, 'denied', 'withdrawn', 'no_consent', 'unproven']) {
			expect(answers.filter((each) => each === answer).length, String(answer)).toBeGreaterThan(100);
		}
	});
});

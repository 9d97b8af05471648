import { expect, test } from 'vitest';
import { expectedSpend, fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { createRandom } from '#models/math/random.ts';
import { readCard, realHistories } from '../purchase/card.ts';

const CARD = readCard('gamma-gamma');

test('has a worked example that works', () => {
	const random = createRandom(1);
	const monetary = Float64Array.from({ length: 50 }, () => random.gamma(6, random.gamma(4, 15)));
	const fitted = fitGammaGamma({ x: monetary.map(() => 1), monetary });
	const parameters = { p: 6.25, q: 3.74, gamma: 15.44 };
	const rows = { x: Float64Array.of(2), monetary: Float64Array.of(22.35) };
	const spend = expectedSpend({ ...fitted, parameters, degenerate: null }, rows)[0];
	expect(CARD).toContain(`monetary: Float64Array.of(22.35) })[0]; // ${spend?.toFixed(2) ?? ''}`);
});

test.skipIf(realHistories().length === 0).each(realHistories())('has the figures of $name', ({ read }) => {
	const { parameters, n, logLikelihood, populationMean, correlation } = fitGammaGamma(read());
	const figures = [
		n.toLocaleString('en-US'),
		parameters.p.toFixed(3),
		parameters.q.toFixed(3),
		parameters.gamma.toFixed(parameters.gamma > 100 ? 2 : 3),
		(logLikelihood ?? 0).toFixed(4).replace('-', '−'),
		populationMean.toFixed(2),
		(correlation ?? 0).toFixed(3).replace(/^0/, ''),
	];
	expect(CARD).toContain(`| ${figures.join(' | ')} |`);
});

import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { customerValue } from '#models/customer-value/customer-value.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { logGamma } from '#models/math/log-gamma.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import { cdnowFolder, dayOf, readCdnowLog, readCdnowSummary } from '../tests/models/purchase/real-logs.ts';
import { simulatePurchases } from '../tests/models/purchase/simulate-purchases.ts';
import { quantile } from './measure.ts';

const TIMES = 11;
const CUSTOMERS = 1_000_000;
const WEEK = 7;

function time(name: string, promise: string, times: number, work: () => void): void {
	const milliseconds = Array.from({ length: times }, () => {
		const began = performance.now();
		work();
		return performance.now() - began;
	});
	const first = times > 1 ? `, the first ${milliseconds[0]?.toFixed(1) ?? ''} ms` : '';
	console.log(`${name}: ${quantile(milliseconds, 0.5).toFixed(1)} ms${first} (promised: ${promise})`);
}

function measureFits(folder: string): void {
	const sample = readCdnowSummary(folder);
	const all = summarizePurchases(readCdnowLog(folder, 'master'), { calibrationEnd: dayOf('1997-09-30') });
	time('BG/NBD on the 1/10 sample of CDNOW', 'under 100 ms', TIMES, () => fitBgNbd(sample));
	time('MBG/NBD on the 1/10 sample of CDNOW', 'under 100 ms', TIMES, () => fitMbgNbd(sample));
	time('BG/NBD on all customers of CDNOW', 'under 500 ms', TIMES, () => fitBgNbd(all));
	time('MBG/NBD on all customers of CDNOW', 'under 500 ms', TIMES, () => fitMbgNbd(all));
	time('Gamma-Gamma on the 1/10 sample of CDNOW', 'under 50 ms', TIMES, () => fitGammaGamma(sample));
}

/** Three years of customers; on whole days they share their ages, as those of a shop do, else no two do. */
function customers(onWholeDays: boolean) {
	const { rows } = simulatePurchases({
		model: 'mbg-nbd',
		parameters: { r: 0.64, alpha: 7.3, a: 0.81, b: 1.23 },
		customers: CUSTOMERS,
		ages: [0, 156],
		horizon: 0,
		seed: 1,
	});
	const toDay = (weeks: number): number => (onWholeDays ? Math.ceil(weeks * WEEK) / WEEK : weeks);
	return { ...rows, tx: rows.tx.map(toDay), T: rows.T.map(toDay) };
}

/** Times of the purchase models beside what is promised of them, on one core. */
export function measurePurchases(): void {
	let sum = 0;
	time('10 million ln Γ', 'under 600 ms', 3, () => {
		for (let k = 1; k <= 1e7; k += 1) sum += logGamma(k * 1e-5);
	});
	if (!Number.isFinite(sum)) console.log('ln Γ is not finite');
	if (cdnowFolder === null) console.log('CDNOW lies nowhere: its fits are not measured');
	else measureFits(cdnowFolder);
	for (const onWholeDays of [true, false]) {
		const rows = customers(onWholeDays);
		const ages = onWholeDays ? 'ages in days' : 'no two ages equal';
		const sample = { x: rows.x.slice(0, 20_000), tx: rows.tx.slice(0, 20_000), T: rows.T.slice(0, 20_000) };
		const model = fitMbgNbd(sample);
		const spend = fitGammaGamma({ x: sample.x, monetary: rows.monetary.slice(0, 20_000) });
		time(`P(alive), expectation and interval of a million customers, ${ages}`, 'under 2 s', 3, () => {
			predictPurchases(model, rows, 52);
		});
		time(`their value over a year with an interval, ${ages}`, 'aim: under 5 s', 1, () => {
			customerValue(model, spend, rows, { horizon: 52 });
		});
		if (onWholeDays) time('MBG/NBD on a million customers', 'no promise', 1, () => fitMbgNbd(rows));
	}
}

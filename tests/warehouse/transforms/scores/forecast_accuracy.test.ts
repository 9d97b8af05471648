import { expect, test } from 'vitest';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';
import { TINY_SCORES } from '../../tiny-scores.ts';

test('a forecast is judged once its bucket is over, and only then', async () => {
	const db = await openWarehouse({ ...TINY_SCORES, relations: ['forecast_accuracy'] });
	expect(
		await tableOf(
			db,
			'select series, grain, bucket, made_on, horizon, mean, lower80, upper80, baseline, actual from forecast_accuracy',
		),
		// March has three sales of 10: c1, c5 and c5.
	).toEqual([['total', 'month', '2025-03-01', '2025-03-05', 1, 25, 20, 30, 20, 30]]);
});

test('a forecast made when the bucket was over is none', async () => {
	const db = await openWarehouse({
		...TINY_SCORES,
		predicted: `insert into raw.history.forecasts_made values
			('2025-04-01', 'total', null, 'month', '2025-03-01', 1, 25, 20, 30, 15, 35, 20, 'Theta', 'conformal')`,
		relations: ['forecast_accuracy'],
	});
	expect(await tableOf(db, 'select count(*) from forecast_accuracy')).toEqual([[0]]);
});

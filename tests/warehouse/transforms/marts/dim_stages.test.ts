import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('steps follow the positions of a pipeline, won last, and lost stages have none', async () => {
	const stages = [
		{ stage_id: 'won', sales_pipeline: 'A', position: '1', outcome: 'won', probability: '0.9' },
		{ stage_id: 'lost', sales_pipeline: 'A', position: '2', outcome: 'lost', probability: '0.9' },
		{ stage_id: 'offer', sales_pipeline: 'A', position: '9', outcome: 'open', probability: '0.6' },
		{ stage_id: 'call', sales_pipeline: 'A', name: 'Call', position: '3' },
		{ stage_id: 'other', sales_pipeline: 'B', position: '7', outcome: 'open' },
	];
	const db = await openWarehouse({ sources: givenEntities({ stages }) });
	expect(
		await tableOf(
			db,
			'select name, outcome, step, probability from dim_stages order by sales_pipeline, step nulls last',
		),
	).toEqual([
		['Call', 'open', 1, null],
		['offer', 'open', 2, 0.6],
		['won', 'won', 3, 1],
		['lost', 'lost', null, 0],
		['other', 'open', 1, null],
	]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { listModels, modelByName } from '#warehouse/reads/models.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';

const MODELS = `
insert into models (model, kind, version, fitted_at, refit_reason, trained_from, trained_to, rows, status, evidence,
	parameters) values
	('revenue-forecast', 'auto-forecast', 'f2', timestamp '2025-04-11 03:00:00', 'first', date '2025-01-01',
		date '2025-04-10', 60, 'weak', '{"figures":[]}', '{"models":[]}'),
	('customer-value', 'none', 'f1', timestamp '2025-04-11 03:00:00', 'first', null, null, 0, 'insufficient',
		'{"figures":[]}', 'null');
`;

let marts: TestMarts;
let db: Connection;
beforeAll(async () => {
	marts = await openMarts({ lines: [], also: MODELS });
	db = marts.db;
});
afterAll(() => marts.close());

describe('listModels', () => {
	it('gives every model by name without its parameters', async () => {
		const models = await listModels(db);
		expect(models.map(({ model }) => model)).toEqual(['customer-value', 'revenue-forecast']);
		expect(models[0]).toEqual({
			model: 'customer-value',
			kind: 'none',
			version: 'f1',
			fitted_at: '2025-04-11T03:00:00Z',
			refit_reason: 'first',
			trained_from: null,
			trained_to: null,
			rows: 0,
			status: 'insufficient',
			evidence: '{"figures":[]}',
		});
	});
});

describe('modelByName', () => {
	it('gives one with its parameters, and null for a name that no model has', async () => {
		expect(await modelByName(db, 'revenue-forecast')).toMatchObject({ rows: 60, parameters: '{"models":[]}' });
		expect(await modelByName(db, 'horoscope')).toBeNull();
	});
});

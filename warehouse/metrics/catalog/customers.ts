import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric, MetricPath } from '../metric.ts';
import { ORDER_DIMENSIONS } from './orders.ts';

const COHORT_DIMENSIONS = [
	'cohort_month',
	'months_since',
	'country',
	'customer_kind',
	'is_identified',
] as const satisfies readonly DimensionId[];

function ofCustomers(value: string, counted?: string): readonly MetricPath[] {
	const path = { only: null, value: () => value, ...(counted === undefined ? {} : { counted }) };
	return [
		{ relation: 'customers_by_orders', ...path },
		{ relation: 'customers_by_order_lines', ...path },
	];
}

function countOfCustomers(counted: string): readonly MetricPath[] {
	return ofCustomers(`count(*) filter (where ${counted})`, counted);
}

/** Figures of those who order: who is new, who returns, who stays. */
export const CUSTOMER_METRICS = {
	customers: {
		name: { en: 'Customers', de: 'Kunden' },
		unit: 'count',
		definition: {
			en: 'Number of different known customers with a sale in the period, by day of order; sales without a customer are left out.',
			de: 'Anzahl verschiedener bekannter Kunden mit einem Verkauf im Zeitraum nach Bestelltag; Verkäufe ohne Kunden zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: ofCustomers('count(*)'),
	},
	new_customers: {
		name: { en: 'New customers', de: 'Neue Kunden' },
		unit: 'count',
		definition: {
			en: 'Customers with a sale in the period whose first sale ever lies in it; "ever" is over all their orders, whatever the filter. New and returning customers together are the customers.',
			de: 'Kunden mit einem Verkauf im Zeitraum, deren allererster Verkauf in ihm liegt; „allererster“ meint alle ihre Bestellungen, gleich welcher Filter gilt. Neue und wiederkehrende Kunden zusammen sind die Kunden.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: countOfCustomers('first_order_on >= starts_on'),
	},
	returning_customers: {
		name: { en: 'Returning customers', de: 'Wiederkehrende Kunden' },
		unit: 'count',
		definition: {
			en: 'Customers with a sale in the period and an earlier one before its start; with a grain each bucket counts for itself.',
			de: 'Kunden mit einem Verkauf im Zeitraum und einem früheren vor dessen Beginn; nach Tagen, Wochen oder Monaten zählt jeder Abschnitt für sich.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: countOfCustomers('first_order_on < starts_on'),
	},
	repeat_purchase_rate: {
		name: { en: 'Repeat purchase rate', de: 'Wiederkaufsrate' },
		unit: 'ratio',
		shareOf: ['customers'],
		definition: {
			en: 'Customers with sales on two days or more within the period, divided by all customers with a sale in it; several orders of one day count once.',
			de: 'Kunden mit Verkäufen an zwei oder mehr Tagen im Zeitraum, geteilt durch alle Kunden mit einem Verkauf darin; mehrere Bestellungen eines Tages zählen einmal.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: ofCustomers('count(*) filter (where last_on > first_on) / nullif(count(*), 0)'),
	},
	cohort_customers: {
		name: { en: 'Active customers of a cohort', de: 'Aktive Kunden einer Kohorte' },
		unit: 'count',
		definition: {
			en: 'Number of different customers with a sale in the period, told apart by the month of their first sale ever; country and kind are those of the customer.',
			de: 'Anzahl verschiedener Kunden mit einem Verkauf im Zeitraum, unterschieden nach dem Monat ihres allerersten Verkaufs; Land und Art sind die des Kunden.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: COHORT_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'rollup_cohorts_by_month',
				only: null,
				value: () => 'coalesce(sum(customers), 0)',
				withinMonth: true,
			},
			{ relation: 'cohort_orders', only: null, value: () => 'count(distinct customer_id)' },
		],
	},
	cohort_retention: {
		name: { en: 'Cohort retention', de: 'Kohortenbindung' },
		unit: 'ratio',
		definition: {
			en: 'Customers of a cohort (the month of their first sale ever) with a sale in a calendar month, divided by the size of the cohort; over several months or cohorts the sum of the one divided by the sum of the other, without first months.',
			de: 'Kunden einer Kohorte (Monat ihres allerersten Verkaufs) mit einem Verkauf in einem Kalendermonat, geteilt durch die Größe der Kohorte; über mehrere Monate oder Kohorten die eine Summe geteilt durch die andere, ohne die ersten Monate.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: COHORT_DIMENSIONS,
		grains: ['month', 'quarter', 'year'],
		paths: [
			{
				relation: 'cohort_cells',
				only: null,
				value: () => 'sum(customers) / nullif(sum(size), 0)',
				laterMonthsUnlessNamed: true,
			},
		],
	},
} as const satisfies Readonly<Record<string, Metric>>;

import { defineMetrics } from '#pipeline/define-metrics.ts';

export default defineMetrics([
	{
		id: 'large_orders',
		name: { en: 'Large orders', de: 'Große Bestellungen' },
		unit: 'count',
		definition: {
			en: 'Sales of 100 and more in base currency, by the day of the order.',
			de: 'Verkäufe ab 100 in Basiswährung, nach dem Tag der Bestellung.',
		},
		relation: 'fct_orders',
		expression: 'count(*)',
		where: "order_kind = 'sale' and net_base >= 100",
		day: 'ordered_on',
		dimensions: ['country', 'channel'],
		isAdditive: true,
	},
	{
		id: 'revenue_per_trading_day',
		name: { en: 'Revenue per trading day', de: 'Umsatz je Verkaufstag' },
		unit: 'money',
		definition: {
			en: 'Net revenue divided by the days with at least one order.',
			de: 'Nettoumsatz geteilt durch die Tage mit mindestens einer Bestellung.',
		},
		relation: 'fct_orders_by_day',
		expression: 'avg(net_base)',
		day: 'ordered_on',
	},
]);

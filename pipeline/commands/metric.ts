import type { Command } from 'commander';
import { isMetricId, METRICS, METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import type { Metric, OwnMetric } from '#warehouse/metrics/metric.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { ownMetrics } from '#warehouse/own/own-definitions.ts';
import { alignedTable } from '../aligned-table.ts';
import { UsageError } from '../errors.ts';
import { NoSnapshotError, readCurrentSnapshot } from '../read-snapshot.ts';
import { print } from '../terminal.ts';
import { contextOf } from './command.ts';

interface MetricFlags {
	readonly by?: readonly string[];
	readonly grain?: string;
	readonly from?: string;
	readonly to?: string;
	readonly where?: string;
}

export function addMetric(program: Command, signal: AbortSignal): void {
	program
		.command('metric <id>')
		.description('a metric, the same number the dashboard shows; `metric ls` lists them all')
		.option('--by <dimension...>', 'break down by dimensions')
		.option('--grain <grain>', 'break down by day, week, month, quarter or year')
		.option('--from <day>', 'first day that counts')
		.option('--to <day>', 'first day that counts no more')
		.option('--where <condition>', "only what fits, as country = 'Germany' and is_identified")
		.addHelpText('after', '\nExample:\n  kundig metric sales_revenue --grain month --where "is_identified"')
		.action(async (id: string, flags: MetricFlags, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			if (id === 'ls') {
				listMetrics(await ownOfSnapshot(dataDir), options.json);
				return;
			}
			if (!isMetricId(id)) requireOwn(id, await ownOfSnapshot(dataDir));
			const result = await readCurrentSnapshot(dataDir, (db) => readMetric(db, { metric: id, ...flags }));
			const { metric, unit, definition, sql, snapshot, asOf, total, rows } = result;
			if (options.json) {
				print(JSON.stringify({ metric, unit, definition: definition.en, sql, snapshot, asOf, total, rows }, null, 2));
				return;
			}
			const fields = Object.keys(rows[0] ?? {});
			const isWhole = fields.length === 1 && fields[0] === 'value';
			if (rows.length > 0 && !isWhole) {
				print(
					alignedTable(
						fields,
						rows.map((row) => fields.map((field) => String(row[field] ?? ''))),
					),
				);
			}
			print(`${metric}: ${total ?? 'no value'} ${unit}, as of ${asOf}`);
		});
}

/** Somebody's own metrics that the snapshot in use was built with; none before the first one. */
async function ownOfSnapshot(dataDir: string): Promise<OwnMetric[]> {
	try {
		return await readCurrentSnapshot(dataDir, ownMetrics);
	} catch (error) {
		if (error instanceof NoSnapshotError) return [];
		throw error;
	}
}

/** @throws UsageError when the snapshot in use has no metric of somebody's own of that id */
function requireOwn(id: string, own: readonly OwnMetric[]): void {
	if (own.some((metric) => metric.id === id)) return;
	const known = ['ls', ...METRIC_IDS, ...own.map((metric) => metric.id)];
	throw new UsageError(`unknown metric: "${id}" (expected ${known.join(', ')})`, {
		hint: 'a metric of your own is there after the next run: `kundig run`',
	});
}

function listMetrics(own: readonly OwnMetric[], isJson: boolean): void {
	const ours = METRIC_IDS.map((id): [string, Metric] => [id, METRICS[id]]);
	const metrics = [...ours, ...own.map((metric): [string, Metric] => [metric.id, metric])].map(([id, metric]) => {
		const { name, unit, definition, dimensions, grains, isAdditive } = metric;
		return { id, name: name.en, unit, definition: definition.en, dimensions, grains, additive: isAdditive };
	});
	if (isJson) {
		print(JSON.stringify({ metrics }, null, 2));
		return;
	}
	print(
		metrics
			.map(
				({ id, name, unit, definition, dimensions, additive }) =>
					`${id} (${unit}, ${additive ? 'additive' : 'not additive'}): ${name}\n  ${definition}\n  by ${dimensions.length === 0 ? 'time alone' : dimensions.join(', ')}`,
			)
			.join('\n'),
	);
}

import type { Command } from 'commander';
import { listModels } from '#warehouse/reads/models.ts';
import { alignedTable } from '../aligned-table.ts';
import { readCurrentSnapshot } from '../read-snapshot.ts';
import type { Evidence, EvidenceFigure } from '../score/evidence.ts';
import { print } from '../terminal.ts';
import { contextOf } from './command.ts';

/** Adds `model ls`: the models of the snapshot in use with their last evidence. */
export function addModelLs(model: Command, signal: AbortSignal): void {
	model
		.command('ls')
		.description('the models in use with their last evidence')
		.addHelpText('after', '\nExample:\n  kundig model ls --json')
		.action(async (_: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const found = await readCurrentSnapshot(dataDir, async (db, snapshot) => ({
				snapshot: snapshot.id,
				asOf: snapshot.asOf,
				models: (await listModels(db)).map((row) => ({
					model: row.model,
					kind: row.kind,
					version: row.version,
					status: row.status,
					fittedAt: row.fitted_at,
					refitReason: row.refit_reason,
					trainedFrom: row.trained_from,
					trainedTo: row.trained_to,
					rows: row.rows,
					evidence: JSON.parse(row.evidence) as Evidence,
				})),
			}));
			if (options.json) {
				print(JSON.stringify(found, null, 2));
				return;
			}
			print(
				alignedTable(
					['model', 'kind', 'status', 'trained to', 'rows', 'on the holdout'],
					found.models.map(({ model: name, kind, status, trainedTo, rows, evidence }) => [
						name,
						kind,
						status,
						trainedTo ?? '',
						String(rows),
						[...evidence.figures.map(figureText), ...evidence.warnings].join(', '),
					]),
				),
			);
		});
}

function figureText({ id, value, baseline }: EvidenceFigure): string {
	const beside = baseline === null ? '' : ` (baseline ${baseline.toFixed(3)})`;
	return `${id} ${value.toFixed(3)}${beside}`;
}

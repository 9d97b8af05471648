import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { MODEL_FITS } from '../model-fit/model-fits.ts';
import { print, say } from '../terminal.ts';
import { contextOf } from './command.ts';
import { addModelLs } from './model-ls.ts';

interface FitFlags {
	readonly input: string;
	readonly options: string;
}

export function addModel(program: Command, signal: AbortSignal): void {
	const model = program
		.command('model')
		.description('models: those in use, and fitting on a file outside any warehouse');
	addModelLs(model, signal);

	model
		.command('fit <name>')
		.description(`fit a model on a file: ${[...MODEL_FITS.keys()].join(', ')}`)
		.requiredOption('--input <file>', 'CSV (also .gz) or Parquet')
		.option('--options <json>', 'options of the model, as a JSON object', '{}')
		.addHelpText(
			'after',
			`\nExample:\n  kundig model fit ets --input sales.csv --options '{"season": 12, "horizon": 6}'`,
		)
		.action(async (name: string, flags: FitFlags, command: Command) => {
			const { options } = contextOf(command, signal);
			const known = MODEL_FITS.get(name);
			if (known === undefined) {
				throw new UsageError(`unknown model: "${name}" (expected ${[...MODEL_FITS.keys()].join(', ')})`);
			}
			const fit = known.prepare(flags.options);
			const { answer, text, notes } = await fit(flags.input);
			for (const note of notes) say(note);
			const { n, seconds, converged, degenerate, ...figures } = answer;
			if (options.json) {
				print(JSON.stringify({ model: name, n, seconds, converged, degenerate, ...figures }, null, 2));
				return;
			}
			for (const block of text) print(block);
			if (!converged) print('the optimiser did not meet its own stopping rule');
			if (degenerate !== null) print(`the data reduce the model to: ${degenerate}`);
		});
}

import { forecastFit } from './fit-forecast.ts';
import { logisticFit } from './fit-logistic.ts';
import { purchaseFit } from './fit-purchases.ts';
import { rfmFit } from './fit-rfm.ts';
import { spendFit } from './fit-spend.ts';
import type { ModelFit } from './model-fit.ts';

/** The models that can be fitted on a file, by the names of the command line. */
export const MODEL_FITS: ReadonlyMap<string, ModelFit> = new Map([
	['bg-nbd', purchaseFit('bg-nbd')],
	['mbg-nbd', purchaseFit('mbg-nbd')],
	['gamma-gamma', spendFit],
	['ets', forecastFit('ets')],
	['theta', forecastFit('theta')],
	['auto-forecast', forecastFit('auto-forecast')],
	['logistic', logisticFit],
	['rfm', rfmFit],
]);

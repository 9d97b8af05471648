import { fitBetaGeometric } from '../purchase/fit-beta-geometric.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import type { PurchaseRows } from '../purchase/purchase-rows.ts';

/**
 * Fits the BG/NBD of Fader, Hardie & Lee (Marketing Science 24, 2005, 275-284): while alive a customer buys at a rate
 * ~ Gamma(r, alpha), and drops out with a chance ~ Beta(a, b) after each repeat purchase. Who never bought again counts as
 * alive for certain; where that matters use the MBG/NBD.
 * @param rows one per customer, customers without a repeat purchase included
 * @throws ModelError (input) for rows that break a rule, fewer than 10 customers or fewer than 3 with a repeat purchase
 * @example fitBgNbd(rows).parameters // on the 1/10 sample of CDNOW { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4258 }
 */
export function fitBgNbd(rows: PurchaseRows): PurchaseModel {
	return fitBetaGeometric('bg-nbd', rows);
}

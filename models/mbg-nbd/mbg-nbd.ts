import { fitBetaGeometric } from '../purchase/fit-beta-geometric.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import type { PurchaseRows } from '../purchase/purchase-rows.ts';

/**
 * Fits the MBG/NBD of Batislam, Denizel & Filiztekin (IJRM 24, 2007, 201-209): the BG/NBD with one more chance to drop
 * out, at the first purchase, so that who never bought again may be gone.
 * @param rows one per customer, customers without a repeat purchase included
 * @throws ModelError (input) for rows that break a rule, fewer than 10 customers or fewer than 3 with a repeat purchase
 * @example fitMbgNbd(rows).parameters // on the 1/10 sample of CDNOW { r: 0.5248, alpha: 6.183, a: 0.8914, b: 1.614 }
 */
export function fitMbgNbd(rows: PurchaseRows): PurchaseModel {
	return fitBetaGeometric('mbg-nbd', rows);
}

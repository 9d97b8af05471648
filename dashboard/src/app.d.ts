import type { AsOfChoice } from '#lib/server/as-of.ts';
import type { RequestSnapshot } from '#lib/server/warehouse.ts';

declare global {
	namespace App {
		interface Locals {
			/** The snapshot this request reads, from its first query to its last; null before the first one is published. */
			snapshot: RequestSnapshot | null;
			/** Whether that is an earlier one that the reader chose to look at. */
			asOf: AsOfChoice;
		}
		interface Error {
			/** What a person can quote so that the log line is found. */
			id?: string;
			/** Whether it was asked of a damaged snapshot, which is out of use now: asking again helps. */
			isSetAside?: boolean;
		}
	}
}

export {};

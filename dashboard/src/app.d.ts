declare global {
	namespace App {
		interface Locals {
			/** The snapshot this request reads; missing before the first one is published. */
			snapshot?: { id: string; asOf: string } | undefined;
		}
	}
}

export {};

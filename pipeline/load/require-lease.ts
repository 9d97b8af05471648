import { SourceError } from '../errors.ts';
import type { LoadContext } from './load-context.ts';

/**
 * Makes sure, right before a commit, that the run still holds its lease.
 * @throws SourceError when another run took over
 * @throws the signal's reason when the run was aborted
 */
export async function requireLease(
	source: string,
	{ isCurrent, signal }: Pick<LoadContext, 'isCurrent' | 'signal'>,
): Promise<void> {
	if (!(await isCurrent())) {
		throw new SourceError(`source ${source}: another run took over, nothing of it was loaded`, {
			hint: 'run again when the other one has ended',
			retryable: true,
		});
	}
	signal?.throwIfAborted();
}

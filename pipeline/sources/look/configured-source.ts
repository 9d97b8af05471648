import { proposedContract, proposedSource } from './proposed-source.ts';
import type { ProposedContract, ProposedSource } from './proposed-source.ts';
import type { ProposedCursor, SourceProposal } from './proposal.ts';
import type { ProposedOrigin } from './proposed-origin.ts';

/** A source as a config says it, without what is the default, whatever its rows come from. */
type ConfiguredSource =
	| ProposedSource
	| (ProposedOrigin &
			ProposedContract & {
				readonly name: string;
				readonly disposition?: SourceProposal['disposition'];
				readonly cursor?: ProposedCursor;
			});

/**
 * The proposal as a source of a config.
 * @param pathOf a path as the config says it
 */
export function configuredSource(proposal: SourceProposal, pathOf: (reference: string) => string): ConfiguredSource {
	const { name, origin, disposition, cursor } = proposal;
	if (origin === undefined) return proposedSource(proposal, pathOf(proposal.reference));
	const { entities, ...declared } = proposedContract(proposal);
	return {
		name,
		...(origin.type === 'sqlite' ? { ...origin, path: pathOf(origin.path) } : origin),
		...declared,
		...(disposition === 'replace' ? {} : { disposition }),
		...(cursor === undefined ? {} : { cursor }),
		entities,
	};
}

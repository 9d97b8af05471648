import type { Records } from '#records/database.ts';
import type { ListDefinition } from '#records/marketing/list-definition.ts';
import { membersOfList } from '#records/marketing/list-members.ts';
import type { ListMember } from '#records/marketing/list-members.ts';
import { LEFT_OUT_REASONS } from '#records/schema/lists.ts';
import type { LeftOutReason } from '#records/schema/lists.ts';
import type { Connection } from '#warehouse/database.ts';
import { countSelection, figuresOfCustomers, hasScores, linksOfSelection } from '#warehouse/reads/list-customers.ts';
import type { CustomerFigures, SelectionCounts } from '#warehouse/reads/list-customers.ts';
import { asksForScores } from '#warehouse/reads/list-selection.ts';
import type { Selection } from '#warehouse/reads/list-selection.ts';
import { consentGate } from './consent-gate.ts';
import type { Gate } from './consent-gate.ts';
import { armsOf } from './list-arms.ts';
import type { Arms } from './list-arms.ts';
import { audienceOf } from './list-audience.ts';
import type { LeftOut } from './list-audience.ts';
import { selectionOf } from './list-selection.ts';

/** Where a list is looked at: the records as they are, and one snapshot. */
export interface ListStores {
	readonly records: Records;
	readonly db: Connection;
	/** What asks for consent; one that remembers (`rememberingGate`) where lists are only counted. */
	readonly gate?: Gate;
}

/** A list that is stored, or one that somebody is still making: then nobody was drawn for it yet. */
export interface ListQuestion {
	readonly listId: string | null;
	readonly definition: ListDefinition;
}

/** How many customers each reason leaves out; reasons that leave nobody out are not there. */
export type ReasonCounts = readonly { readonly reason: LeftOutReason; readonly rows: number }[];

/** A list at this moment: matching = the sum of all reasons + recipients. */
export interface Evaluation {
	readonly selection: Selection;
	readonly isScored: boolean;
	/** Whether it asks for scores that the snapshot does not have: nobody fits then. */
	readonly lacksScores: boolean;
	readonly counts: SelectionCounts;
	readonly leftOut: readonly LeftOut[];
	readonly arms: Arms;
	readonly members: readonly ListMember[];
	/** Of those who were to be drawn anew, where there is a holdout. */
	readonly figures: ReadonlyMap<string, CustomerFigures>;
	readonly reasons: ReasonCounts;
}

function countReasons(counts: SelectionCounts, leftOut: readonly LeftOut[]): ReasonCounts {
	const rows = new Map<LeftOutReason, number>([
		['excluded_list', counts.excluded],
		['no_contact', counts.unlinked],
	]);
	for (const { reason } of leftOut) rows.set(reason, (rows.get(reason) ?? 0) + 1);
	return LEFT_OUT_REASONS.map((reason) => ({ reason, rows: rows.get(reason) ?? 0 })).filter((each) => each.rows > 0);
}

/**
 * Looks at a list as it is now: whom its filters let through by the snapshot, who of them may be reached by the records at
 * this moment, and who is held out. Nothing is written: whoever was never drawn is put into the arm that an export would
 * put them into.
 */
export async function evaluateList(
	{ records, db, gate = consentGate }: ListStores,
	question: ListQuestion,
): Promise<Evaluation> {
	const { definition, listId } = question;
	const selection = await selectionOf(records, definition, listId === null ? [] : [listId]);
	const isScored = await hasScores(db);
	const counts = await countSelection(db, selection, isScored);
	const links = await linksOfSelection(db, selection, isScored);
	const audience = await audienceOf(records, links, definition, gate);
	const members = listId === null ? [] : await membersOfList(records, listId);
	const isDrawing = (definition.holdout?.share ?? 0) > 0;
	const figures = isDrawing
		? await figuresOfCustomers(
				db,
				audience.recipients.map(({ customer_id }) => customer_id),
				isScored,
			)
		: new Map<string, CustomerFigures>();
	const arms = armsOf(audience.recipients, members, definition.holdout, figures);
	const heldOut = arms.holdout.map(({ customer_id, contact }): LeftOut => ({
		customer_id,
		contact_id: contact.contact_id,
		reason: 'holdout',
	}));
	const leftOut = [...audience.leftOut, ...heldOut];
	return {
		selection,
		isScored,
		lacksScores: !isScored && asksForScores(selection),
		counts,
		leftOut,
		arms,
		members,
		figures,
		reasons: countReasons(counts, leftOut),
	};
}

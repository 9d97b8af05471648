import type { MemberStatus } from '../schema/marketing.ts';

/** How far each status is; a member goes forward only. */
const PLACES: Readonly<Record<MemberStatus, number>> = { planned: 0, sent: 1, bounced: 2, responded: 2, opted_out: 3 };

/** Whether a member can go from one status to another: forward, never back; what bounced was never answered. */
export function canGo(from: MemberStatus, to: MemberStatus): boolean {
	return PLACES[to] > PLACES[from] && !(from === 'bounced' && to === 'opted_out');
}

/** The further of two statuses; the first where they are equally far. */
export function furtherStatus(first: MemberStatus, second: MemberStatus): MemberStatus {
	return PLACES[second] > PLACES[first] ? second : first;
}

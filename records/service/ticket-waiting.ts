import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Records } from '../database.ts';
import { amongSql } from '../listing/search.ts';

/** Who waits for whom in a ticket. */
export interface Waiting {
	readonly ticket_id: string;
	/** Since when the customer waits for us; null when everything they wrote is answered. */
	readonly waiting_since: string | null;
	/** When we last wrote to the customer; null while we have not. */
	readonly answered_at: string | null;
}

function lastAnswerSql(): RawBuilder<string | null> {
	return sql`(select max(written_at) from ticket_messages as answers where answers.ticket_id = tickets.ticket_id
		and answers.direction = 'out' and answers.deleted_at is null)`;
}

/**
 * Since when the customer of a row of `tickets` waits for us: its opening until it has a first response, then the first
 * message of theirs that we have not answered; null when all are.
 */
export function waitingSinceSql(): RawBuilder<string | null> {
	return sql`case when tickets.first_response_at is null then tickets.opened_at else (
		select min(written_at) from ticket_messages as questions where questions.ticket_id = tickets.ticket_id
			and questions.direction = 'in' and questions.deleted_at is null
			and questions.written_at > coalesce(${lastAnswerSql()}, '')) end`;
}

/** Who waits for whom in each of some tickets, by their ids. */
export async function waitingOfTickets(
	records: Records,
	ids: readonly string[],
): Promise<ReadonlyMap<string, Waiting>> {
	const { rows } = await sql<Waiting>`
		select ticket_id, ${waitingSinceSql()} as waiting_since, ${lastAnswerSql()} as answered_at
		from tickets where ${amongSql('tickets.ticket_id', ids)}`.execute(records);
	return new Map(rows.map((row) => [row.ticket_id, row]));
}

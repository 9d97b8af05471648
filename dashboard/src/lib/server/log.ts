import { pino } from 'pino';
import { once } from './once.ts';

/**
 * The server's log, on stderr as JSON lines. It takes addresses without their query (people are searched for there),
 * names of errors and our own ids; never values of records.
 */
export function log(): pino.Logger {
	return once('log', () => pino({ name: 'dashboard', level: process.env.KUNDIG_LOG ?? 'info' }, pino.destination(2)));
}

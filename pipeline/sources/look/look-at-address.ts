import { SourceError } from '../../errors.ts';
import { ACCEPTED_ENCODINGS, contentType } from '../http/body.ts';
import { HttpClient } from '../http/client.ts';
import { plainUrl } from '../http/credentials.ts';
import { headerOf } from '../http/request.ts';
import type { Answer } from '../http/request.ts';
import { answerText } from '../rest/read-page.ts';
import { fileName } from '../url/file-name.ts';
import { askedAddress, hintOfCommand } from './asked-address.ts';
import type { AskedAddress } from './asked-address.ts';
import { draftSource } from './draft-source.ts';
import type { JsonAnswer } from './look-at-rest.ts';
import { lookAtRest } from './look-at-rest.ts';
import { lookAtUrl } from './look-at-url.ts';
import type { SourceProposal } from './proposal.ts';
import type { ReferenceOptions } from './reference-options.ts';

/** Names of files of rows, which are told by them without a look. */
const FILE_NAME = /\.(csv|tsv|txt|jsonl|ndjson|parquet|xlsx)(\.gz)?$/i;

const HEADERS = { accept: 'application/json, */*;q=0.5', 'accept-encoding': ACCEPTED_ENCODINGS };

/** Types of answers that are files of rows, or may be. */
const FILE_TYPE = /csv|tab-separated|ndjson|jsonl|json-?lines|parquet|excel|spreadsheet|gzip|zip/;
const JSON_TYPE = /^(application|text)\/([\w.+-]+\+)?json$/;

/** The whole of a text as JSON; undefined when it is none. */
function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isFile(answer: Answer, path: string): boolean {
	const { type } = contentType(answer);
	if (FILE_NAME.test(fileName(headerOf(answer, 'content-disposition'), path, ''))) return true;
	return FILE_TYPE.test(type) || (type.startsWith('text/') && !/html|json|plain/.test(type));
}

/** The answer of an address as JSON; null when it is that of a file. */
async function askForJson({ origin, secrets }: AskedAddress, options: ReferenceOptions): Promise<JsonAnswer | null> {
	const source = draftSource(origin, options.name);
	const client = new HttpClient(source, null, { env: secrets.env, signal: options.signal });
	const url = plainUrl(source);
	try {
		return await client.get(
			url,
			async (answer, signal) => {
				if (isFile(answer, url.pathname)) {
					answer.body.on('error', () => undefined);
					answer.body.destroy();
					return null;
				}
				const text = await answerText(answer, signal);
				const body = jsonOf(text);
				const isJson = JSON_TYPE.test(contentType(answer).type) || (typeof body === 'object' && body !== null);
				if (!isJson) return null;
				return { url, body, headers: answer.headers, link: headerOf(answer, 'link') };
			},
			{ headers: () => HEADERS },
		);
	} finally {
		await client.close();
	}
}

/**
 * Looks at an address: at the file behind it, or at the rows of the API that answers there. Fetches the beginning of a file
 * and a few pages of rows.
 * @throws SourceError when it may not be asked, does not answer, or has no rows; nothing secret is in it
 */
export async function lookAtAddress(reference: string, options: ReferenceOptions): Promise<SourceProposal> {
	const asked = askedAddress(reference, options);
	try {
		if (FILE_NAME.test(new URL(asked.origin.url).pathname)) return await lookAtUrl(asked, options);
		const answer = await askForJson(asked, options);
		return await (answer === null ? lookAtUrl(asked, options) : lookAtRest(asked, answer, options));
	} catch (cause) {
		if (!(cause instanceof SourceError)) throw cause;
		throw new SourceError(cause.message, { hint: hintOfCommand(cause.hint), retryable: cause.retryable, cause });
	}
}

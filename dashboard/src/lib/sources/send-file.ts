/** Why a file did not arrive: what the server says of it, or that there was no answer. */
export type SendProblem = 'no_kind' | 'too_large' | 'no_space' | 'empty' | 'network';

const TRIES = 4;
const WAIT_MS = 500;

async function sendPiece(id: string, file: File, at: number, pieceBytes: number): Promise<number> {
	const piece = file.slice(at, at + pieceBytes);
	for (let attempt = 1; ; attempt += 1) {
		try {
			const answer = await fetch(`/data/sources/files/${id}?at=${at}`, { method: 'PUT', body: piece });
			// A piece that arrived although its answer was lost: the server says how far it is.
			if (answer.ok || answer.status === 409) return ((await answer.json()) as { received: number }).received;
			if (answer.status < 500) throw new Error('refused');
		} catch (error) {
			if (attempt === TRIES) throw error;
		}
		if (attempt === TRIES) throw new Error('no answer');
		await new Promise((resolve) => setTimeout(resolve, WAIT_MS * 2 ** attempt));
	}
}

/**
 * Sends a file in pieces, each again where it is lost.
 * @param onSent hears how much has arrived, from 0 to 1
 */
export async function sendFile(file: File, onSent: (share: number) => void): Promise<SendProblem | null> {
	try {
		const begun = await fetch('/data/sources/files', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: file.name, bytes: file.size }),
		});
		const answer = (await begun.json()) as { id: string; pieceBytes: number } | { problem: SendProblem };
		if ('problem' in answer) return answer.problem;
		for (let sent = 0; sent < file.size;) {
			sent = await sendPiece(answer.id, file, sent, answer.pieceBytes);
			onSent(sent / file.size);
		}
		return null;
	} catch {
		return 'network';
	}
}

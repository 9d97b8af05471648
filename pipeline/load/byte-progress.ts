export interface ByteCount {
	readonly done: number;
	readonly total: number;
}

// How much of the work on a file is behind at the end of each step.
const HASHED = 0.1;
const READ = 0.4;
const STAGED = 0.7;

/** Progress over the files of a source in their bytes, by the steps that each goes through. */
export class ByteProgress {
	readonly #report: (count: ByteCount) => void;
	readonly #total: number;
	#finished = 0;

	constructor(totalBytes: number, report: (count: ByteCount) => void) {
		this.#total = totalBytes;
		this.#report = report;
	}

	/** Counts bytes of a file as they are hashed; returns the listener to hand on. */
	hashing(): (bytes: number) => void {
		return (bytes) => this.#add(bytes * HASHED);
	}

	/** Counts bytes of a file as they are read, once each whatever number of times they are. */
	reading(fileBytes: number): (bytes: number) => void {
		let left = fileBytes;
		return (bytes) => {
			const counted = Math.min(left, bytes);
			left -= counted;
			this.#add(counted * (READ - HASHED));
		};
	}

	staged(fileBytes: number): void {
		this.#add(fileBytes * (STAGED - READ));
	}

	inserted(fileBytes: number): void {
		this.#add(fileBytes * (1 - STAGED));
	}

	/** Nothing more is to be done with a file that was hashed. */
	skipped(fileBytes: number): void {
		this.#add(fileBytes * (1 - HASHED));
	}

	#add(bytes: number): void {
		this.#finished += bytes;
		this.#report({ done: Math.min(this.#total, Math.round(this.#finished)), total: this.#total });
	}
}

const FIRST_CAPACITY = 16_384;

/** Bytes that grow. Room is reserved before it is written, and is zero where nothing was written. */
export class ByteBuffer {
	#bytes = new Uint8Array(FIRST_CAPACITY);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** Makes `count` more bytes part of the buffer and gives a view of them, good until the next call. */
	reserve(count: number): Uint8Array<ArrayBuffer> {
		const start = this.#length;
		const end = start + count;
		if (end > this.#bytes.length) {
			const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
			grown.set(this.#bytes.subarray(0, start));
			this.#bytes = grown;
		}
		this.#length = end;
		return this.#bytes.subarray(start, end);
	}

	/** Everything written so far, without a copy: good until the next call. */
	view(): Uint8Array<ArrayBuffer> {
		return this.#bytes.subarray(0, this.#length);
	}

	/** Forgets the content and keeps the room, zeroed again. */
	clear(): void {
		this.#bytes.fill(0, 0, this.#length);
		this.#length = 0;
	}
}

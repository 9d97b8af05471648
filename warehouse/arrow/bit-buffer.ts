import { ByteBuffer } from './byte-buffer.ts';

/** Bits that grow, laid out as Arrow wants validity and booleans: lowest bit first. */
export class BitBuffer {
	readonly #bytes = new ByteBuffer();
	#length = 0;
	#ones = 0;

	get length(): number {
		return this.#length;
	}

	get zeros(): number {
		return this.#length - this.#ones;
	}

	/** Appends `count` bits, one by one: DuckDB's chunks need not be full, so their bytes seldom line up with ours. */
	append(count: number, isSet: (index: number) => boolean): void {
		this.#bytes.reserve(Math.ceil((this.#length + count) / 8) - this.#bytes.length);
		const bytes = this.#bytes.view();
		for (let index = 0; index < count; index++) {
			if (!isSet(index)) continue;
			const at = this.#length + index;
			bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
			this.#ones += 1;
		}
		this.#length += count;
	}

	/** Good until the next call. */
	view(): Uint8Array<ArrayBuffer> {
		return this.#bytes.view();
	}

	clear(): void {
		this.#bytes.clear();
		this.#length = 0;
		this.#ones = 0;
	}
}

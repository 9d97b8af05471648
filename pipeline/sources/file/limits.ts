/** Bytes read at a time. */
export const CHUNK_BYTES = 1 << 20;

/** A record longer than this is set aside; a quoted field that has not closed by then fails its source. */
export const MAX_RECORD_BYTES = 1 << 20;

/** A gzip file that grows by more than this is taken for a bomb, once it has given GZIP_FREE_BYTES. */
export const GZIP_MAX_RATIO = 100;
export const GZIP_FREE_BYTES = 16 << 20;

/** A gzip file gives at most this much. */
export const GZIP_MAX_BYTES = 10 * 2 ** 30;

/** Characters of a broken record that are kept. */
export const MAX_ORIGINAL_CHARACTERS = 10_000;

/** A workbook is read as a whole: it may have so many bytes, and unpacked so many, in so many parts. */
export const WORKBOOK_MAX_BYTES = 100 << 20;
export const ZIP_MAX_BYTES = 512 << 20;
export const ZIP_MAX_RATIO = 100;
export const ZIP_MAX_ENTRIES = 1_000;

/** Bounds of what a request may bring. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_HEADER_BYTES = 16_384;
export const MAX_HEADERS = 100;
export const REQUEST_TIMEOUT_MS = 15_000;
export const KEEP_ALIVE_TIMEOUT_MS = 75_000;

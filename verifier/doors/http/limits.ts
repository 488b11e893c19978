/** Bounds of what a request may bring. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_HEADER_BYTES = 16_384;
export const MAX_HEADERS = 100;
export const REQUEST_TIMEOUT_MS = 15_000;
export const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** How often requests that take too long are looked for. */
export const TIMEOUT_CHECK_MS = 2_000;
/** A connection in the middle of something on which nothing moves, such as answers nobody reads. */
export const STALLED_TIMEOUT_MS = 10_000;
/** Beyond these, new connections end at once, so that a flood leaves files and memory for the rest. */
export const MAX_CONNECTIONS = 4_096;

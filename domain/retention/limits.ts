export const MIN_DAYS = 30;
export const MAX_DAYS = 3_650;
/** What a shorter time concerns stays for so long, in case nobody meant it. */
export const GRACE_DAYS = 7;
export const MAX_REASON_LENGTH = 500;

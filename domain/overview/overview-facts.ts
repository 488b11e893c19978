/** Refusals of one token in 24 hours that are a spike. */
export const DENIED_SPIKE = 10;

/** The longest that something can be put off. */
export const MAX_SNOOZE_DAYS = 90;

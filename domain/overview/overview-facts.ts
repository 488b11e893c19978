/** Refusals of one token in 24 hours that are a spike. */
export const DENIED_SPIKE = 10;

export const UNUSED_DAYS = 30;
export const POWERFUL_UNUSED_DAYS = 90;

/** The longest that something can be put off. */
export const MAX_SNOOZE_DAYS = 90;

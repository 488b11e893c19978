/** Refusals of one token in 24 hours that are a spike. */
export const DENIED_SPIKE = 10;

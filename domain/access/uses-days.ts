/** What was not used for so long could be done without. */
export const USES_DAYS = 90;

/** So long the counts of a day are kept: further back nobody knows. */
export const USES_KEPT_DAYS = 400;

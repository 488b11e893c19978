import { MAX_LIFETIME_SECONDS } from '@/domain/tokens/token-facts';

export const MIN_PERIOD_SECONDS = 3_600;
export const MAX_PERIOD_SECONDS = MAX_LIFETIME_SECONDS;
/** A destination needs a moment to hand its secret out. */
export const MIN_OVERLAP_SECONDS = 300;

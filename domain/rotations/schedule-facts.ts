import { MAX_LIFETIME_SECONDS } from '@/domain/tokens/token-facts';

export const MIN_PERIOD_SECONDS = 3_600;
export const MAX_PERIOD_SECONDS = MAX_LIFETIME_SECONDS;
/** A destination needs a moment to hand its secret out. */
export const MIN_OVERLAP_SECONDS = 300;
/** A token is rotated before it expires: by then, at the latest, so much of its life is over. */
export const LATEST_OF_LIFE = 0.9;

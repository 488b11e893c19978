import type { IssuedToken } from '../new/group-choice';

/** The successor, and until when what it replaces works; null where that ended at once. */
export type RotatedToken = IssuedToken & {
  predecessor: { last4: string; worksUntil: string | null; untilFirstUse: boolean };
};

import { question } from '@/components/asking/question';

/** Tokens by who made them, or by where they were used from. */
export type MatchingAsked = { createdBy?: string; usedFrom?: string; since?: string };

export type MatchingFound = {
  count: number;
  /** When they were counted. */
  at: string;
  tokens: {
    id: string;
    name: string;
    last4: string;
    identity: { id: string; name: string };
    group: { slug: string; name: string };
  }[];
};

/** Which living tokens are meant, and how many. */
export const matchingQuestion = question<MatchingAsked, MatchingFound>('matching');

import { question } from '@/components/asking/question';

/** Somebody within reach who could be a member. */
export type Candidate = {
  id: string;
  name: string;
  handle: string;
  type: 'person' | 'service';
  isMember: boolean;
};

/** Whom a text names; the empty text names the newest. */
export const candidatesQuestion = question<{ group: string; text: string }, Candidate[]>(
  'candidates',
);

/** A group whose members can be copied. */
export type OtherGroup = { id: string; name: string; memberCount: number };

/** The groups that a text names, but for the one that is edited. */
export const otherGroupsQuestion = question<{ group: string; text: string }, OtherGroup[]>(
  'otherGroups',
);

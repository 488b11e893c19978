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

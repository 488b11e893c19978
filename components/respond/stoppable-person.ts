import { question } from '@/components/asking/question';
import type { Stoppable } from '@/components/people/stop-dialog';

export type StoppablePerson = Stoppable & {
  hint: string;
  /** Why the reader cannot stop it; null where they can. */
  stopRefusal: string | null;
};

/** People and service accounts by name, email or slug. */
export const peopleQuestion = question<string, StoppablePerson[]>('people');

import { question } from '@/components/asking/question';

export type StoppablePerson = {
  id: string;
  name: string;
  hint: string;
  liveTokenCount: number;
  openSessionCount: number;
  groups: string[];
  /** Why the reader cannot stop it; null where they can. */
  stopRefusal: string | null;
};

/** People and service accounts by name, email or slug. */
export const peopleQuestion = question<string, StoppablePerson[]>('people');

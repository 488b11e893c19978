import { question } from '@/components/asking/question';
import type { Stoppable } from '@/components/people/stop-dialog';
import type { TokenMatch } from '@/components/revocation/token-match';

/** A person or service account that was found. */
export type PersonMatch = Stoppable & {
  hint: string;
  /** Why the reader cannot stop it; null where they can. */
  stopRefusal: string | null;
};

export type GroupMatch = {
  id: string;
  slug: string;
  name: string;
  state: 'active' | 'frozen';
  memberCount: number;
  /** Why the reader cannot freeze or unfreeze it; null where they can. */
  freezeRefusal: string | null;
};

/** What a pasted text turned out to be. */
export type Lookup =
  | {
      kind: 'found';
      tokens: TokenMatch[];
      /** Tokens that match, shown or not. */
      total: number;
      people: PersonMatch[];
      groups: GroupMatch[];
      /** Secrets in the text that are no token the reader can reach. */
      unknown: number;
      /** Secrets in the text beyond those that were looked up. */
      left: number;
    }
  /** An address, or a range of them. */
  | { kind: 'address'; ip: string }
  | { kind: 'nothing'; title: string; message: string };

/** What a text is and what it hits. The text may be a secret: it goes into this question and nowhere else. */
export const lookupQuestion = question<string, Lookup>('lookup');

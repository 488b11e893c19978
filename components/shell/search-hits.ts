import { question } from '@/components/asking/question';

/** What a hit does at once, where its verb was typed; both can be taken back. */
export type HitAct = { kind: 'revoke' | 'suspend'; token: { id: string; name: string } };

/** What a search finds; `href` from `paths`, where it leads unless it does something. */
export type SearchHit = {
  id: string;
  label: string;
  hint?: string;
  section: string;
  href: string;
  act?: HitAct;
};

/** People, tokens, operations, groups and APIs by a text, which is never a secret. */
export const searchQuestion = question<string, SearchHit[]>('search');

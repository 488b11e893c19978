import { question } from '@/components/asking/question';

/** What a search finds; `href` from `paths`. */
export type SearchHit = { id: string; label: string; hint?: string; section: string; href: string };

/** Tokens, groups, people and APIs by a text, which is never a secret. */
export const searchQuestion = question<string, SearchHit[]>('search');

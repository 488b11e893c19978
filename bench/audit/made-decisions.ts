import { toDecisionLine } from '@/journal/decision-line';
import type { Decision } from '@/journal/record/decision';
import { newDecisionId } from '@/journal/record/fast-id';

/** What the decisions are of; the commonest tokens make most of them, as in life. */
export const TOKENS = 1_000;
const [IDENTITIES, GROUPS, APIS, PATHS] = [200, 20, 3, 5_000];
const VERBS = ['list', 'get', 'create', 'update', 'delete'];
const NOUNS = ['Invoices', 'Orders', 'Parcels', 'Refunds'];
export const VERIFIERS = ['east', 'west', 'south'];

/** Rare: a range of addresses one row in a thousand comes from, and a word one in a hundred thousand has. */
export const RARE_RANGE = '203.0.113.0/24';
export const RARE_WORD = 'needle';
const [RARE_EVERY, RARE_AT] = [100_000, 4_711];

const idOf = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
export const tokenId = (n: number): string => idOf('tok', n);
const oneOf = (words: readonly string[], n: number): string => words[n % words.length] as string;

const tokens = Array.from({ length: TOKENS }, (_, t) => ({
  token: { id: tokenId(t), name: `token ${t}`, expiresAtMs: 0 },
  identity: {
    id: idOf('idn', t % IDENTITIES),
    type: 'person' as const,
    name: `person ${t % IDENTITIES}`,
  },
  group: { id: idOf('grp', t % GROUPS), slug: `team-${t % GROUPS}` },
}));

function codeOf(chance: number): Decision['code'] {
  if (chance < 0.05) return 'operation_not_granted';
  if (chance < 0.07) return 'token_expired';
  return chance < 0.08 ? 'ip_not_allowed' : 'allowed';
}

/** The decision number `n` of all, at a time in milliseconds since the epoch. */
function madeDecision(n: number, atMs: number): Decision {
  const t = Math.floor(TOKENS * Math.random() ** 2);
  const { token, identity, group } = tokens[t] as (typeof tokens)[number];
  const isFromAfar = Math.random() < 0.001;
  return {
    ...{ id: newDecisionId(atMs), atMs, code: codeOf(Math.random()), reason: null },
    ...{ token, identity, group, scope: 'things:read', scopes: [], callerTokenId: null },
    api: `api-${n % APIS}`,
    operation: oneOf(VERBS, n) + oneOf(NOUNS, Math.floor(n / 7)),
    request: {
      method: 'GET',
      path: `/things/${n % PATHS}${n % RARE_EVERY === RARE_AT ? `/${RARE_WORD}` : ''}`,
      ip: isFromAfar ? `203.0.113.${n % 250}` : `10.${t % 200}.${n % 4}.${n % 250}`,
      userAgent: 'curl/8.9.1',
      requestId: `req-${n}`,
    },
  };
}

export interface Made {
  readonly verifier: string;
  readonly first: number;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What one verifier's journal holds of them: `count` from the number `first`, evenly from one time to another. */
export function madeLines({ verifier, first, count, fromMs, toMs }: Made): Buffer {
  const lines: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const atMs = Math.floor(fromMs + (at * (toMs - fromMs)) / count);
    lines.push(toDecisionLine(madeDecision(first + at, atMs), verifier));
  }
  return Buffer.from(lines.join(''));
}

import { whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { LastUse, Lookup, TokenMatch } from '@/components/revocation/token-match';
import { findSecret, isBrokenSecret } from '@/components/secret-paste/secret-pattern';
import { explainToken } from '@/domain/access/explain-token';
import type { Actor } from '@/domain/base/actor';
import { looksLikeId } from '@/domain/base/ids';
import type { Refusal } from '@/domain/base/refusal';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { lookupToken } from '@/domain/tokens/lookup-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { tokenTarget } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';

const SHOWN_MATCHES = 5;
const SHOWN_USES = 5;

const nothing = (title: string, message: string): Lookup => ({ kind: 'nothing', title, message });

/** Finds out what a pasted text is (secret, digest, id, address, last four, name) and what it hits. */
export async function findMatches(rawText: string): Promise<Lookup> {
  const text = rawText.trim();
  // A browser sends the hash of a secret. Whoever else sends one gets it looked up, and kept nowhere.
  const secret = findSecret(text);
  // Whatever begins like a secret is treated as one: it must not travel on as search text.
  if (secret || isBrokenSecret(text)) return bySecret({ secret: secret ?? text.slice(0, 500) });
  if (/^[0-9a-f]{64}$/i.test(text)) return bySecret({ sha256: text });
  if (looksLikeId('token', text)) return byId(text);
  const ip = normalizeAddress(text);
  return ip ? { kind: 'address', ip } : byText(text);
}

async function bySecret(input: { secret: string } | { sha256: string }): Promise<Lookup> {
  const found = await ask(lookupToken, input);
  if (!found.ok) return refused(found, 'No token you can reach has this secret');
  const { token, lastUses } = found.value;
  return { kind: 'tokens', matches: [await toMatch(token, lastUses)], total: 1 };
}

async function byId(id: string): Promise<Lookup> {
  const found = await ask(getToken, { token: id });
  if (!found.ok) return refused(found, 'No token you can reach has this id');
  return { kind: 'tokens', matches: [await toMatch(found.value)], total: 1 };
}

async function byText(text: string): Promise<Lookup> {
  const found = await ask(listTokens, { q: text, limit: SHOWN_MATCHES });
  if (!found.ok) return refused(found, 'Nothing was found');
  const { items, total } = found.value;
  if (items.length === 0) {
    return nothing(
      'No token you can reach matches this',
      'Paste the whole secret, the token id, its last four characters, its name, or an IP address.',
    );
  }
  return { kind: 'tokens', matches: await Promise.all(items.map((item) => toMatch(item))), total };
}

function refused(refusal: Refusal, notFoundTitle: string): Lookup {
  if (refusal.kind === 'not_found') {
    return nothing(
      notFoundTitle,
      'It may be cut off, of another Keyward, or in a group out of your reach. Ask an incident responder.',
    );
  }
  if (refusal.code === 'token_malformed') {
    return nothing('This is not a whole Keyward secret', refusal.message);
  }
  return nothing('That could not be looked up', refusal.message);
}

async function toMatch(token: TokenView, known?: LastUse[]): Promise<TokenMatch> {
  const actor = await requireActor();
  const explained = await askIfAllowed(explainToken, { token: token.id });
  return {
    token,
    opened: explained.ok ? toOpened(explained.value) : null,
    lastUses: known ?? (await readLastUses(token.id)),
    revokeRefusal: revokeRefusal(actor, token),
  };
}

function toOpened(explained: {
  operationCount: number;
  scopes: { inToken: boolean; api: { slug: string }; operations: { name: string }[] }[];
}): TokenMatch['opened'] {
  const apis = new Map<string, Set<string>>();
  for (const { inToken, api, operations } of explained.scopes) {
    if (!inToken) continue;
    const names = apis.get(api.slug) ?? new Set<string>();
    for (const { name } of operations) names.add(name);
    apis.set(api.slug, names);
  }
  return {
    count: explained.operationCount,
    apis: [...apis].map(([slug, names]) => ({ slug, operations: [...names].slice(0, 100) })),
  };
}

async function readLastUses(tokenId: string): Promise<LastUse[] | null> {
  const found = await askIfAllowed(listDecisions, { q: `token:${tokenId}`, limit: SHOWN_USES });
  if (!found.ok) return null;
  return found.value.items.map(({ at, outcome, code, api, operation, ip }) => ({
    at,
    outcome,
    code,
    api,
    operation,
    ip,
  }));
}

/** Why the actor cannot revoke this token; null where they can. */
export const revokeRefusal = (actor: Actor, token: TokenView): string | null =>
  whyNot(actor, revokeToken, tokenTarget(token), token) ?? null;

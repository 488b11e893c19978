import { whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { Lookup } from '@/components/respond/lookup-question';
import type { DeniedAttempts, LastUse, TokenMatch } from '@/components/revocation/token-match';
import { findSecret, isBrokenSecret } from '@/components/secret-paste/secret-pattern';
import { explainToken } from '@/domain/access/explain-token';
import type { Actor } from '@/domain/base/actor';
import { looksLikeId } from '@/domain/base/ids';
import type { Refusal } from '@/domain/base/refusal';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { addressProblem, plainAddress } from '@/domain/history/query/read-address';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { lookupToken } from '@/domain/tokens/lookup-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { tokenTarget } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';
import { findGroup, findGroups, findPeople, findPerson } from './people';

const SHOWN_MATCHES = 5;
const SHOWN_USES = 5;
/** A name, an email or a slug has no more. */
const MAX_TEXT = 200;
/** Of secrets, and how many more there are in the text. */
const DIGESTS = /^[0-9a-f]{64}(?: [0-9a-f]{64}){0,19}(?: \+(\d{1,6}))?$/i;

type Found = Extract<Lookup, { kind: 'found' }>;

const nothing = (title: string, message: string): Lookup => ({ kind: 'nothing', title, message });
const foundOf = (some: Partial<Found>): Found => ({
  ...{ kind: 'found', tokens: [], people: [], groups: [], unknown: 0, left: 0 },
  total: some.tokens?.length ?? 0,
  ...some,
});

/** Finds out what a pasted text is (secrets, digests, id, address, last four, name) and what it hits. */
export async function findMatches(rawText: string): Promise<Lookup> {
  const text = rawText.trim();
  // A browser sends the hash of a secret. Whoever else sends one gets it looked up, and kept nowhere.
  const secret = findSecret(text);
  // Whatever looks like a secret is treated as one: it must not travel on as search text.
  if (secret || isBrokenSecret(text)) return bySecret({ secret: secret ?? text.slice(0, 500) });
  const digests = DIGESTS.exec(text);
  if (digests) return byDigests(text.match(/[0-9a-f]{64}/gi) ?? [], Number(digests[1] ?? 0));
  if (looksLikeId('token', text)) return byId(text);
  if (looksLikeId('identity', text)) {
    const people = await findPerson(text);
    return people.length > 0 ? foundOf({ people }) : NOBODY;
  }
  if (looksLikeId('group', text)) {
    const groups = await findGroup(text);
    return groups.length > 0 ? foundOf({ groups }) : NO_GROUP;
  }
  const network = withoutPort(text);
  const problem = addressProblem(network);
  if (!problem) return { kind: 'address', ip: plainAddress(network) };
  return LIKE_RANGE.test(network)
    ? nothing('This is no range of addresses', withSuggestion(problem))
    : byText(text.slice(0, MAX_TEXT));
}

const NOBODY = nothing(
  'Nobody you can reach has this id',
  'It may be of another Keyward, or out of your reach. Ask an incident responder.',
);

const NO_GROUP = nothing(
  'No group you can reach has this id',
  'It may be of another Keyward, or out of your reach. Ask an incident responder.',
);

/** Somebody means a range, and mistyped it: no name is sought. */
const LIKE_RANGE = /^(?:[\d.]+|[\da-f]*:[\da-f:.]*)\/\d*$/i;

const withSuggestion = ({ message, suggestion }: { message: string; suggestion: string | null }) =>
  suggestion ? `${message} Did you mean ${suggestion}?` : message;

/** Logs write `203.0.113.7:51234` and `[2001:db8::7]:443`. */
const withoutPort = (text: string): string =>
  text.replace(/^\[([^\]]+)\](?::\d{1,5})?$/, '$1').replace(/^([\d.]+):\d{1,5}$/, '$1');

async function bySecret(input: { secret: string } | { sha256: string }): Promise<Lookup> {
  const found = await ask(lookupToken, input);
  if (!found.ok) return refused(found, 'No token you can reach has this secret');
  const { token, lastUses } = found.value;
  return foundOf({ tokens: [await toMatch(token, lastUses)] });
}

/** Several secrets of one piece of log: what is known of each, and how many are not or weren't looked up. */
async function byDigests(digests: string[], left: number): Promise<Lookup> {
  const each = await Promise.all(digests.map((sha256) => bySecret({ sha256 })));
  const tokens = each.flatMap((one) => (one.kind === 'found' ? one.tokens : []));
  const [first] = each;
  if (tokens.length === 0 && left === 0 && first) return first;
  return foundOf({ tokens, unknown: digests.length - tokens.length, left });
}

async function byId(id: string): Promise<Lookup> {
  const found = await ask(getToken, { token: id });
  if (!found.ok) return refused(found, 'No token you can reach has this id');
  return foundOf({ tokens: [await toMatch(found.value)] });
}

async function byText(text: string): Promise<Lookup> {
  const [found, people, groups] = await Promise.all([
    ask(listTokens, { q: text, limit: SHOWN_MATCHES }),
    findPeople(text),
    findGroups(text),
  ]);
  if (!found.ok) return refused(found, 'Nothing was found');
  const { items, total } = found.value;
  if (items.length + people.length + groups.length === 0) {
    return nothing(
      'Nothing you can reach matches this',
      'Paste a whole secret, a token id or its last four characters, an IP address, or the name of a token, person or group.',
    );
  }
  const tokens = await Promise.all(items.map((item) => toMatch(item)));
  return foundOf({ tokens, total, people, groups });
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

/** What was denied of a token since it was stopped. */
export async function findDenied(asked: {
  token: string;
  since: string;
}): Promise<Refusal | { ok: true; value: DeniedAttempts }> {
  const found = await askIfAllowed(listDecisions, {
    q: `token:${asked.token} outcome:denied`,
    from: asked.since,
    limit: SHOWN_USES,
  });
  if (!found.ok) return found;
  const items = found.value.items.map(({ id, at, code, operation, path, ip, foldedCount }) => ({
    ...{ id, at, code, operation, path, ip, foldedCount },
  }));
  return { ok: true, value: { items, more: found.value.nextCursor !== null } };
}

import { paths } from '@/components/paths';
import { findSecret } from '@/components/secret-paste/secret-pattern';
import type { SearchHit } from '@/components/shell/search-hits';
import { whoCanCall } from '@/domain/access/who-can-call';
import { listApis } from '@/domain/apis/list-apis';
import type { Actor } from '@/domain/base/actor';
import { looksLikeId } from '@/domain/base/ids';
import { chooseGroups } from '@/domain/groups/list-groups';
import { getIdentity } from '@/domain/identities/get-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { findOperations } from '@/domain/requests/offers';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { rotationTarget, tokenTarget } from '@/domain/tokens/token-facts';
import { ENDED_STATUSES, type TokenView } from '@/domain/tokens/token-view';
import { mayAnywhere, whyNot } from './rights';
import { ask, askIfAllowed } from './run';
import { requireActor } from './session';

const LIMIT = 5;

/**
 * Up to five people, tokens, operations, groups and APIs each within the reader's reach, by name, slug,
 * email, last four, path or id. What the reader may not list has no hits; a secret is never searched for.
 * After a verb (“revoke laptop”) there are tokens alone, each to be revoked, suspended or rotated.
 */
export async function searchEverything(rawText: string): Promise<SearchHit[]> {
  const q = rawText.trim().slice(0, 200);
  if (q === '' || findSecret(q)) return [];
  const { verb, rest } = readVerb(q);
  if (verb) return actOn(verb, rest);
  const byId = await findById(q);
  if (byId) return byId;
  const actor = await requireActor();
  const [people, tokens, operations, groups, apis] = await Promise.all([
    askIfAllowed(listIdentities, { q, limit: LIMIT }),
    askIfAllowed(listTokens, { q, limit: LIMIT }),
    mayAnywhere(actor, whoCanCall) ? askIfAllowed(findOperations, { q }) : NONE,
    askIfAllowed(chooseGroups, { q, limit: LIMIT }),
    askIfAllowed(listApis, { q, limit: LIMIT }),
  ]);
  return [
    ...itemsOf(people).map(personHit),
    ...itemsOf(tokens).map(tokenHit),
    ...itemsOf(operations).slice(0, LIMIT).map(operationHit),
    ...itemsOf(groups).map(({ id, name, slug }) => ({
      id,
      label: name,
      hint: slug,
      section: 'Groups',
      href: paths.group(slug),
    })),
    ...itemsOf(apis).map(({ id, name, slug }) => ({
      id,
      label: name,
      hint: slug,
      section: 'APIs',
      href: paths.api(slug),
    })),
  ];
}

const NONE = { ok: false } as const;
const VERB = /^(revoke|suspend|rotate)\s+(\S.*)$/i;
type Verb = 'revoke' | 'suspend' | 'rotate';

function readVerb(q: string): { verb: Verb | null; rest: string } {
  const [, verb, rest] = VERB.exec(q) ?? [];
  return verb && rest ? { verb: verb.toLowerCase() as Verb, rest } : { verb: null, rest: q };
}

const VERBS = {
  revoke: { word: 'Revoke', command: revokeToken },
  suspend: { word: 'Suspend', command: suspendToken },
  rotate: { word: 'Rotate', command: rotateToken },
};

/** Living tokens that the words may mean, each to be acted on; where that can't be, the reason. */
async function actOn(verb: Verb, q: string): Promise<SearchHit[]> {
  const actor = await requireActor();
  const found = looksLikeId('token', q)
    ? await ask(getToken, { token: q }).then((token) => (token.ok ? [token.value] : []))
    : itemsOf(await askIfAllowed(listTokens, { q, limit: 4 * LIMIT }));
  return found
    .filter(({ status }) => !ENDED_STATUSES.includes(status))
    .slice(0, LIMIT)
    .map((token) => actHit(actor, verb, token));
}

function actHit(actor: Actor, verb: Verb, token: TokenView): SearchHit {
  const { word, command } = VERBS[verb];
  const refusal =
    verb === 'rotate'
      ? whyNot(actor, rotateToken, rotationTarget(token), token)
      : whyNot(actor, command, tokenTarget(token), token);
  const { id, name, last4, identity, group } = token;
  // Relatives that would go on are asked about on its page.
  const isAsked = verb === 'revoke' && token.livingRelatives > 0;
  return {
    id: `${verb} ${id}`,
    label: `${word} ${name} ••${last4}`,
    hint: refusal ?? `${identity.name} · ${group.name}`,
    section: 'At once',
    href: verb === 'rotate' && !refusal ? paths.tokenAsk(id, 'rotate') : paths.token(id),
    ...(verb !== 'rotate' && !refusal && !isAsked && { act: { kind: verb, token: { id, name } } }),
  };
}

type Page<Item> = { ok: false } | { ok: true; value: { items: Item[] } };

const itemsOf = <Item>(page: Page<Item>): Item[] => (page.ok ? page.value.items : []);

const tokenHit = ({ id, name, identity, group, last4 }: TokenView): SearchHit => ({
  id,
  label: `${name} ••${last4}`,
  hint: `${identity.name} · ${group.name}`,
  section: 'Tokens',
  href: paths.token(id),
});

const operationHit = (operation: {
  api: string;
  name: string;
  method: string | null;
  pathTemplate: string | null;
}): SearchHit => {
  const { api, name, method, pathTemplate } = operation;
  return {
    id: `${api} ${name}`,
    label: method ? `${method} ${pathTemplate}` : name,
    hint: `${name} · ${api}`,
    section: 'Who can call',
    href: paths.apiCallers(api, name),
  };
};

const personHit = (identity: {
  id: string;
  name: string;
  email: string | null;
  slug: string | null;
}): SearchHit => ({
  id: identity.id,
  label: identity.name,
  hint: identity.email ?? identity.slug ?? '',
  section: 'People and service accounts',
  href: paths.person(identity.id),
});

/** Hits of a whole id; null where the text is none of those that lists do not search. */
async function findById(text: string): Promise<SearchHit[] | null> {
  if (looksLikeId('token', text)) {
    const found = await ask(getToken, { token: text });
    return found.ok ? [tokenHit(found.value)] : [];
  }
  if (looksLikeId('identity', text)) {
    const found = await ask(getIdentity, { identity: text });
    return found.ok ? [personHit(found.value)] : [];
  }
  const direct = (label: string, section: string, href: string) => [
    { id: text, label, hint: text, section, href },
  ];
  if (looksLikeId('group', text)) return direct('Open group', 'Groups', paths.group(text));
  if (looksLikeId('api', text)) return direct('Open API', 'APIs', paths.api(text));
  if (looksLikeId('event', text)) return direct('Open change', 'Audit', paths.auditEvent(text));
  if (looksLikeId('decision', text)) return direct('Open decision', 'Audit', paths.decision(text));
  return null;
}

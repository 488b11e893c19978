import { paths } from '@/components/paths';
import { findSecret } from '@/components/secret-paste/secret-pattern';
import type { SearchHit } from '@/components/shell/search-hits';
import { listApis } from '@/domain/apis/list-apis';
import { looksLikeId } from '@/domain/base/ids';
import { chooseGroups } from '@/domain/groups/list-groups';
import { getIdentity } from '@/domain/identities/get-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenView } from '@/domain/tokens/token-view';
import { ask, askIfAllowed } from './run';

const LIMIT = 5;

/**
 * Up to five tokens, groups, people and APIs each within the reader's reach, by name, slug, email,
 * last four or id. What the reader may not list has no hits; a secret is never searched for.
 */
export async function searchEverything(rawText: string): Promise<SearchHit[]> {
  const q = rawText.trim().slice(0, 200);
  if (q === '' || findSecret(q)) return [];
  const byId = await findById(q);
  if (byId) return byId;
  const [tokens, groups, people, apis] = await Promise.all([
    askIfAllowed(listTokens, { q, limit: LIMIT }),
    askIfAllowed(chooseGroups, { q, limit: LIMIT }),
    askIfAllowed(listIdentities, { q, limit: LIMIT }),
    askIfAllowed(listApis, { q, limit: LIMIT }),
  ]);
  return [
    ...itemsOf(tokens).map(tokenHit),
    ...itemsOf(groups).map(({ id, name, slug }) => ({
      id,
      label: name,
      hint: slug,
      section: 'Groups',
      href: paths.group(slug),
    })),
    ...itemsOf(people).map(personHit),
    ...itemsOf(apis).map(({ id, name, slug }) => ({
      id,
      label: name,
      hint: slug,
      section: 'APIs',
      href: paths.api(slug),
    })),
  ];
}

type Page<Item> = { ok: false } | { ok: true; value: { items: Item[] } };

const itemsOf = <Item>(page: Page<Item>): Item[] => (page.ok ? page.value.items : []);

const tokenHit = ({ id, name, group, prefix, last4 }: TokenView): SearchHit => ({
  id,
  label: name,
  hint: `${prefix}…${last4} · ${group.name}`,
  section: 'Tokens',
  href: paths.token(id),
});

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

import { ask } from '@/app/server/run';
import type { Ending } from '@/components/access/ask-to-extend';
import type { ExplainedMembership } from '@/domain/access/explain-identity';
import { isExtendable } from '@/domain/requests/extending';
import { listRequests } from '@/domain/requests/list-requests';
import { MAX_OPEN_REQUESTS } from '@/domain/requests/request-facts';

/** One's own memberships that end soon, by the id of the group. */
export async function loadEndings(
  memberships: readonly ExplainedMembership[],
): Promise<ReadonlyMap<string, Ending>> {
  const nowMs = Date.now();
  const ending = memberships.filter(
    (one) => one.group.state === 'active' && isExtendable(one, nowMs),
  );
  if (ending.length === 0) return new Map();
  const open = await ask(listRequests, { of: 'own', state: 'open', limit: MAX_OPEN_REQUESTS });
  const requests = new Map(
    (open.ok ? open.value.items : []).map(({ id, group }) => [group?.id ?? '', id]),
  );
  return new Map(
    ending.map(({ group: { id, slug, name }, expiresAt }) => [
      id,
      { slug, name, expiresAt: expiresAt ?? '', request: requests.get(id) ?? null },
    ]),
  );
}

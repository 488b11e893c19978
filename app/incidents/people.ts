import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { StoppablePerson } from '@/components/respond/stoppable-person';
import type { Refusal } from '@/domain/base/refusal';
import { identityTarget } from '@/domain/identities/identity-facts';
import { listIdentities } from '@/domain/identities/list-identities';
import { stopIdentity } from '@/domain/identities/stop-identity';

const SHOWN = 8;

/** People and service accounts by name, email or slug, with what stopping them would end. */
export async function findPeople(
  text: string,
): Promise<Refusal | { ok: true; value: StoppablePerson[] }> {
  const actor = await requireActor();
  const found = await ask(listIdentities, { q: text.slice(0, 200), limit: SHOWN });
  if (!found.ok) return found;
  const value = found.value.items.map((identity) => {
    const { id, type, name, email, slug, groups, liveTokenCount, openSessionCount } = identity;
    return {
      id,
      type,
      name,
      hint: email ?? slug ?? '',
      groups: groups.map((group) => group.name),
      liveTokenCount,
      openSessionCount,
      stopRefusal: whyNot(actor, stopIdentity, identityTarget(identity)) ?? null,
    };
  });
  return { ok: true, value };
}

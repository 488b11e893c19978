import { askIfAllowed } from '@/app/server/run';
import type { ProvisioningClient } from '@/components/settings/provisioning-clients';
import { whoCanCall } from '@/domain/access/who-can-call';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { listMembers } from '@/domain/groups/list-members';

const MAX_MEMBERS = 200;

/**
 * Service accounts in groups that hold `scim.provision`; null where the reader may not know. A group of
 * administrators holds everything: no client belongs there.
 */
export async function provisioningClients(): Promise<ProvisioningClient[] | null> {
  const asked = { api: 'keyward', operation: 'scim.provision' };
  const found = await askIfAllowed(whoCanCall, asked);
  if (!found.ok) return null;
  const clients: ProvisioningClient[] = [];
  for (const group of found.value.groups) {
    if (group.slug === ADMINISTRATORS || group.state === 'frozen') continue;
    const members = await askIfAllowed(listMembers, { group: group.id, limit: MAX_MEMBERS });
    if (!members.ok) continue;
    for (const { identity, liveTokenCount } of members.value.items) {
      if (identity.type !== 'service') continue;
      const { id, name } = identity;
      const { id: groupId, name: groupName } = group;
      clients.push({ id, name, group: { id: groupId, name: groupName }, tokens: liveTokenCount });
    }
  }
  return clients;
}

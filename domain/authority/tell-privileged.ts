import type { Transaction } from '@/db/client';
import type { RequestOrigin } from '@/domain/base/context';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import { controlPlaneOperationsOfGroup } from './escalation';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Nobody becomes one who controls Keyward in silence: tells the administrators whom a provider has let in. */
export async function tellOfPrivileged(
  tx: Transaction,
  group: Named,
  joined: readonly Named[],
  { by, request }: { readonly by: string; readonly request: RequestOrigin },
): Promise<void> {
  if (joined.length === 0) return;
  if ((await controlPlaneOperationsOfGroup(tx, group.id)).length === 0) return;
  for (const to of await administrators(tx)) {
    for (const { id, name } of joined) {
      await raiseNotice(tx, {
        ...{ kind: 'membership.privileged', to, about: { type: 'identity', id, name } },
        onceKey: `membership.privileged ${group.id} ${id} ${request.id}`,
        facts: { group: group.name, by },
      });
    }
  }
}

import { administers } from '@/domain/testing/probes';
import type { Furnished, World } from '@/domain/testing/world';
import { suspendToken } from '@/domain/tokens/suspend-token';

/** What an operation can be aimed at in one group. */
export interface Aim {
  readonly group: string;
  readonly api: string;
  /** An operation of the API, granted by the scope. */
  readonly operation: string;
  readonly scope: string;
  /** A member, with a living token and a session. */
  readonly member: string;
  readonly token: string;
  readonly tokenSha256: string;
  readonly suspendedToken: string;
  readonly session: string;
  /** A service account of the group. */
  readonly service: string;
  /** Somebody who is not in the group yet. */
  readonly newcomer: string;
  /** A decision about the member. */
  readonly decision: string;
}

/** The group `billing` as `furnish` leaves it; the token of its other member is suspended. */
export async function aimAtBilling(world: World, stage: Furnished): Promise<Aim> {
  const suspendedToken = stage.memberToken.token.id;
  await administers(world, suspendToken, { token: suspendedToken });
  return {
    group: 'billing',
    api: 'billing',
    operation: 'listInvoices',
    scope: stage.scope.id,
    member: stage.colleague.id,
    token: stage.colleagueToken.token.id,
    tokenSha256: stage.colleagueTokenSha256,
    suspendedToken,
    session: stage.session,
    service: stage.service.id,
    newcomer: stage.outsider.id,
    decision: stage.decision,
  };
}

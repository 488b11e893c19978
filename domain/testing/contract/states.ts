import { sql } from 'drizzle-orm';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { asAdministrator } from '@/domain/testing/probes';
import { revokeToken } from '@/domain/tokens/revoke-token';
import type { Scene } from './case';

/** The group `billing` owns no scope: nothing uses its API. */
export async function ownNothing({ world }: Scene): Promise<void> {
  await asAdministrator(world, setGroupScopes, { group: 'billing', scopes: [] });
}

export const tokensOfBilling = ({ fixture, aim }: Scene): string[] => [
  ...[fixture.memberToken, fixture.colleagueToken, fixture.serviceToken].map(
    ({ token }) => token.id,
  ),
  aim.awaitingToken,
];

/** No token of the group `billing` lives. */
export async function endTokensOfBilling(scene: Scene): Promise<void> {
  for (const token of tokensOfBilling(scene))
    await asAdministrator(scene.world, revokeToken, { token });
}

/** Nobody administers Keyward, as on its first day. */
export async function dismissAdministrators({ world }: Scene): Promise<void> {
  await world.db.execute(
    sql`delete from memberships where group_id = (select id from groups where slug = 'administrators')`,
  );
}

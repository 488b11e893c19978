import { eq, type SQL, sql } from 'drizzle-orm';
import { tokens } from '@/db/schema/tokens';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { asAdministrator } from '@/domain/testing/probes';
import { getToken } from '@/domain/tokens/get-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { tokenTarget } from '@/domain/tokens/token-facts';
import type { Scene } from './case';
import { schedule } from './rotations';
import type { Page, State, States } from './shown-page';

const tokenWith =
  (set: Partial<Record<'createdAt' | 'expiresAt' | 'retiresAt' | 'idleFrom', SQL>>): State =>
  async ({ world: { db }, aim }) => {
    await db.execute(
      sql`update groups set idle_limit_seconds = 3600 where slug = 'billing' and ${set.idleFrom !== undefined}`,
    );
    await db.update(tokens).set(set).where(eq(tokens.id, aim.token));
    return { token: aim.token };
  };
export const past = sql`clock_timestamp() - interval '2 hours'`;

export const TOKENS: Page = {
  query: getToken,
  asks: ({ token }) => ({ token }),
  target: tokenTarget,
};
export const TOKEN_STATES: States = {
  active: async ({ aim }) => ({ token: aim.token }),
  suspended: async ({ world: scene, aim }) => {
    await asAdministrator(scene, suspendToken, { token: aim.token });
    return { token: aim.token };
  },
  revoked: async ({ world: scene, aim }) => {
    await asAdministrator(scene, revokeToken, { token: aim.token });
    return { token: aim.token };
  },
  expired: tokenWith({ createdAt: sql`now() - interval '1 day'`, expiresAt: past }),
  retired: tokenWith({ retiresAt: past }),
  idle: tokenWith({ idleFrom: past }),
  awaiting: async ({ aim }) => ({ token: aim.awaitingToken }),
};

export const ROTATION_STATES: States = {
  'of a service account': async ({ aim }) => ({ token: aim.serviceToken }),
  'of a person': async ({ aim }) => ({ token: aim.token }),
  'retired out of a service account': async ({ world: { db }, aim }) => {
    await db.update(tokens).set({ retiresAt: past }).where(eq(tokens.id, aim.serviceToken));
    return { token: aim.serviceToken };
  },
  'in a frozen group': async ({ world: scene, aim }) => {
    await asAdministrator(scene, freezeGroup, { group: 'billing' });
    return { token: aim.serviceToken };
  },
  'for administrators': async ({ world: { db }, aim }) => {
    await db.execute(sql`update groups set who_may_mint = 'administrators' where slug = 'billing'`);
    return { token: aim.serviceToken };
  },
};

export const DELEGATION_STATES: States = {
  'of a service account': async ({ aim }) => ({ token: aim.serviceToken }),
  'of a person': async ({ aim }) => ({ token: aim.token }),
  'for nobody': async ({ world: { db }, aim }) => {
    await db.execute(sql`update groups set who_may_delegate = 'nobody' where slug = 'billing'`);
    return { token: aim.serviceToken };
  },
};

export const scheduled = (states: States): States =>
  Object.fromEntries(
    Object.entries(states).map(([name, make]) => [
      name,
      async (scene: Scene) => {
        await schedule(scene);
        return (await make(scene)) ?? undefined;
      },
    ]),
  );

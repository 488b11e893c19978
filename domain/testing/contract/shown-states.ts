import { eq, type SQL, sql } from 'drizzle-orm';
import { sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { apiTarget } from '@/domain/apis/api-facts';
import { getApi } from '@/domain/apis/get-api';
import type { OperationName } from '@/domain/base/operation-names';
import { everything, type Target } from '@/domain/base/target';
import type { AnyQuery } from '@/domain/commands/define';
import { getDestination } from '@/domain/destinations/get-destination';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { groupTarget } from '@/domain/groups/group-facts';
import { getIdentity } from '@/domain/identities/get-identity';
import { identityTarget } from '@/domain/identities/identity-facts';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { getScope } from '@/domain/scopes/get-scope';
import { scopeTarget } from '@/domain/scopes/scope-facts';
import { listSessions } from '@/domain/sessions/list-sessions';
import { asAdministrator } from '@/domain/testing/probes';
import { getToken } from '@/domain/tokens/get-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { mintingTarget, rotationTarget, tokenTarget } from '@/domain/tokens/token-facts';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import type { Scene } from './case';
import { plan, schedule } from './rotations';
import { endTokensOfBilling, ownNothing } from './states';

// biome-ignore lint/suspicious/noExplicitAny: views of every shape
type View = any;
export type Input = Record<string, unknown>;

/** What a page shows of things of one kind, and what it makes of it to ask about a command. */
export interface Page {
  readonly query: AnyQuery;
  readonly asks: (input: Input) => Input;
  readonly pick?: (answer: View, input: Input) => View;
  readonly target: (view: View, input: Input) => Target;
  /** Made of what is shown; that itself where it is left out. */
  readonly view?: (view: View) => View;
}

/** Makes a state; what it returns replaces fields of the input. */
export type State = (scene: Scene) => Promise<Input | undefined> | Promise<void>;
type States = Readonly<Record<string, State>>;

const asIs: State = async () => undefined;
const tokenWith =
  (set: Partial<Record<'createdAt' | 'expiresAt' | 'retiresAt' | 'idleFrom', SQL>>): State =>
  async ({ world: { db }, aim }) => {
    await db.execute(
      sql`update groups set idle_limit_seconds = 3600 where slug = 'billing' and ${set.idleFrom !== undefined}`,
    );
    await db.update(tokens).set(set).where(eq(tokens.id, aim.token));
    return { token: aim.token };
  };
const past = sql`clock_timestamp() - interval '2 hours'`;
const counted = (view: View) => ({ ...view, groupCount: view.groupCount ?? view.groups.length });

const TOKENS: Page = {
  query: getToken,
  asks: ({ token }) => ({ token }),
  target: tokenTarget,
};
const TOKEN_STATES: States = {
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

const ROTATION_STATES: States = {
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

const DELEGATION_STATES: States = {
  'of a service account': async ({ aim }) => ({ token: aim.serviceToken }),
  'of a person': async ({ aim }) => ({ token: aim.token }),
  'for nobody': async ({ world: { db }, aim }) => {
    await db.execute(sql`update groups set who_may_delegate = 'nobody' where slug = 'billing'`);
    return { token: aim.serviceToken };
  },
};

const scheduled = (states: States): States =>
  Object.fromEntries(
    Object.entries(states).map(([name, make]) => [
      name,
      async (scene: Scene) => {
        await schedule(scene);
        return (await make(scene)) ?? undefined;
      },
    ]),
  );

const GROUPS: Page = {
  query: getGroup,
  asks: ({ group }) => ({ group }),
  target: groupTarget,
};
const frozen: State = async ({ world: scene }) => {
  await asAdministrator(scene, freezeGroup, { group: 'billing' });
};
const GROUP_STATES: States = {
  active: asIs,
  frozen,
  'built in': async () => ({ group: 'auditors' }),
  'that of the administrators': async () => ({ group: 'administrators' }),
  'without living tokens': endTokensOfBilling,
};

const mayMint =
  (who: 'administrators' | 'leads' | 'members'): State =>
  async ({ world: { db } }) => {
    await db.execute(sql`update groups set who_may_mint = ${who} where slug = 'billing'`);
  };

const IDENTITIES: Page = {
  query: getIdentity,
  asks: ({ identity }) => ({ identity }),
  target: identityTarget,
};
const IDENTITY_STATES: States = {
  active: async ({ aim }) => ({ identity: aim.member }),
  suspended: async ({ world: scene, aim }) => {
    await asAdministrator(scene, suspendIdentity, { identity: aim.member });
    return { identity: aim.member };
  },
};

const APIS: Page = {
  query: getApi,
  asks: ({ api }) => ({ api }),
  target: apiTarget,
};
const API_STATES: States = {
  'used by a group': asIs,
  'used by none': ownNothing,
  'built in': async () => ({ api: 'keyward' }),
};

const SCOPES: Page = {
  query: getScope,
  asks: ({ scope }) => ({ scope }),
  target: scopeTarget,
  view: counted,
};
const SCOPE_STATES: States = {
  'owned by a group': asIs,
  'owned by none': ownNothing,
  'built in': async ({ world: { db } }) => {
    const { rows } = await db.execute<{ id: string }>(
      sql`select id from scopes where name = 'keyward:audit'`,
    );
    return { scope: rows[0]?.id };
  },
};

const DESTINATIONS: Page = {
  query: getDestination,
  asks: ({ destination }) => ({ destination }),
  target: ({ id, name }) => ({ type: 'destination', id, name }),
  view: ({ name, scheduled, open }) => ({ name, scheduled, open }),
};
const DESTINATION_STATES: States = {
  'of no token': asIs,
  'of a token': schedule,
  'of a token on its way': async (scene) => {
    await plan(scene);
  },
};

const SESSIONS: Page = {
  query: listSessions,
  asks: () => ({ limit: 200 }),
  pick: ({ items }, { session }) => items.find(({ id }: { id: string }) => id === session),
  target: ({ id, identity }) => ({ type: 'session', id, name: null, identityId: identity.id }),
  // The list holds open ones alone.
  view: () => ({ endedAt: null }),
};

const WEBHOOKS: Page = {
  query: getWebhook,
  asks: ({ webhook }) => ({ webhook }),
  target: ({ id, name }) => ({ type: 'webhook', id, name }),
};
const WEBHOOK_STATES: States = {
  active: asIs,
  disabled: async ({ world: scene, aim }) => {
    await asAdministrator(scene, updateWebhook, { webhook: aim.webhook, state: 'disabled' });
  },
};

const MINTING: Page = {
  ...GROUPS,
  target: (group, { identity }) => mintingTarget(group, { id: String(identity) }),
};
const MINTING_STATES: States = {
  'for leads': mayMint('leads'),
  'for administrators': mayMint('administrators'),
  'for members': mayMint('members'),
  frozen,
};

/** Every command that declares what the state of its target refuses, and the states it is tried in. */
export const TRIED: Partial<Readonly<Record<OperationName, readonly [Page, States]>>> = {
  'tokens.revoke': [TOKENS, TOKEN_STATES],
  'tokens.suspend': [TOKENS, TOKEN_STATES],
  'tokens.approve': [{ ...TOKENS, target: rotationTarget }, TOKEN_STATES],
  'tokens.deny': [TOKENS, TOKEN_STATES],
  'tokens.resume': [TOKENS, TOKEN_STATES],
  'tokens.rotate': [{ ...TOKENS, target: rotationTarget }, ROTATION_STATES],
  'tokens.delegate': [{ ...TOKENS, target: rotationTarget }, DELEGATION_STATES],
  'tokens.create': [MINTING, MINTING_STATES],
  'trustRules.create': [MINTING, MINTING_STATES],
  'organisation.setPolicy': [
    { query: getOrganisationPolicy, asks: () => ({}), target: () => everything('system') },
    { any: asIs },
  ],
  'groups.freeze': [GROUPS, GROUP_STATES],
  'groups.unfreeze': [GROUPS, GROUP_STATES],
  'groups.delete': [GROUPS, GROUP_STATES],
  'groups.setScopes': [GROUPS, GROUP_STATES],
  'identities.suspend': [IDENTITIES, IDENTITY_STATES],
  'identities.resume': [IDENTITIES, IDENTITY_STATES],
  'sessions.end': [
    SESSIONS,
    {
      open: asIs,
      ended: async ({ world: { db }, aim }) => {
        await db.update(sessions).set({ endedAt: past }).where(eq(sessions.id, aim.session));
      },
    },
  ],
  'apis.update': [APIS, API_STATES],
  'apis.delete': [{ ...APIS, view: counted }, API_STATES],
  'apis.import': [APIS, API_STATES],
  'operations.create': [APIS, API_STATES],
  'operations.update': [APIS, API_STATES],
  'operations.delete': [APIS, API_STATES],
  'operations.set': [APIS, API_STATES],
  'scopes.update': [SCOPES, SCOPE_STATES],
  'scopes.delete': [SCOPES, SCOPE_STATES],
  'webhooks.test': [WEBHOOKS, WEBHOOK_STATES],
  'webhooks.replay': [WEBHOOKS, WEBHOOK_STATES],
  'destinations.delete': [DESTINATIONS, DESTINATION_STATES],
  'rotations.schedule': [{ ...TOKENS, target: rotationTarget }, ROTATION_STATES],
  'rotations.start': [{ ...TOKENS, target: rotationTarget }, scheduled(ROTATION_STATES)],
};

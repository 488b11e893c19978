import { eq, sql } from 'drizzle-orm';
import { sessions } from '@/db/schema/identities';
import { ssoProviders } from '@/db/schema/sso';
import { apiTarget } from '@/domain/apis/api-facts';
import { freezeApi } from '@/domain/apis/freeze-api';
import { getApi } from '@/domain/apis/get-api';
import type { OperationName } from '@/domain/base/operation-names';
import { everything } from '@/domain/base/target';
import { getDestination } from '@/domain/destinations/get-destination';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { groupTarget } from '@/domain/groups/group-facts';
import { getIdentity } from '@/domain/identities/get-identity';
import { identityTarget } from '@/domain/identities/identity-facts';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { getIncident } from '@/domain/incidents/get-incident';
import { incidentTarget } from '@/domain/incidents/incident-rules';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { requestTarget } from '@/domain/requests/request-facts';
import { getScope } from '@/domain/scopes/get-scope';
import { scopeTarget } from '@/domain/scopes/scope-facts';
import { listSessions } from '@/domain/sessions/list-sessions';
import { getProvider } from '@/domain/sso/list-providers';
import { asAdministrator } from '@/domain/testing/probes';
import { mintingTarget, rotationTarget } from '@/domain/tokens/token-facts';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import { getTrustRule } from '@/domain/workloads/get-trust-rule';
import { trustRuleTarget } from '@/domain/workloads/rule-facts';
import { ANOMALIES_SHOWN } from './anomalies';
import { withPasskey } from './factors';
import { closeTheIncident } from './incidents';
import { REQUEST_STATES, requestsShown } from './requests';
import { plan, schedule } from './rotations';
import { asIs, type Page, type State, type States, type View } from './shown-page';
import {
  DELEGATION_STATES,
  past,
  ROTATION_STATES,
  scheduled,
  TOKEN_STATES,
  TOKENS,
} from './shown-tokens';
import { endTokensOfBilling, ownNothing } from './states';
import { awaitSecondPerson } from './workloads';

const counted = (view: View) => ({ ...view, groupCount: view.groupCount ?? view.groups.length });

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
const FACTOR_STATES: States = {
  'without a second factor': async ({ aim }) => ({ identity: aim.member }),
  'with one': async (scene) => {
    await withPasskey(scene);
    return { identity: scene.fixture.colleague.id };
  },
  'of the asker': async ({ world: { administratorId } }) => ({ identity: administratorId }),
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
  frozen: async ({ world: scene }) => {
    await asAdministrator(scene, freezeApi, { api: 'billing' });
  },
};

const INCIDENTS: Page = {
  query: getIncident,
  asks: ({ incident }) => ({ incident }),
  target: incidentTarget,
};
const INCIDENT_STATES: States = { open: asIs, closed: closeTheIncident };

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

const PROVIDERS: Page = {
  query: getProvider,
  asks: ({ provider }) => ({ provider }),
  target: ({ id, name }) => ({ type: 'ssoProvider', id, name }),
};
const PROVIDER_STATES: States = {
  'made here': asIs,
  'of the environment': async ({ world: { db }, aim }) => {
    await db
      .update(ssoProviders)
      .set({ fromEnvironment: true })
      .where(eq(ssoProviders.id, aim.ssoProvider));
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
  'tokens.setLimits': [TOKENS, TOKEN_STATES],
  'tokens.approve': [{ ...TOKENS, target: rotationTarget }, TOKEN_STATES],
  'tokens.deny': [TOKENS, TOKEN_STATES],
  'tokens.resume': [TOKENS, TOKEN_STATES],
  'tokens.rotate': [{ ...TOKENS, target: rotationTarget }, ROTATION_STATES],
  'tokens.delegate': [{ ...TOKENS, target: rotationTarget }, DELEGATION_STATES],
  'tokens.create': [MINTING, MINTING_STATES],
  'trustRules.create': [MINTING, MINTING_STATES],
  'trustRules.approve': [
    {
      query: getTrustRule,
      asks: ({ rule }) => ({ rule }),
      target: trustRuleTarget,
    },
    {
      'for nobody': asIs,
      'for a second person': awaitSecondPerson,
      'for another than who set its terms': async (scene) => {
        await awaitSecondPerson(scene);
        await scene.world.db.execute(sql`update trust_rules set terms_set_by = null`);
      },
    },
  ],
  'organisation.setPolicy': [
    { query: getOrganisationPolicy, asks: () => ({}), target: () => everything('system') },
    { any: asIs },
  ],
  'requests.approve': [requestsShown(requestTarget), REQUEST_STATES],
  'requests.deny': [requestsShown(requestTarget), REQUEST_STATES],
  'groups.freeze': [GROUPS, GROUP_STATES],
  'groups.unfreeze': [GROUPS, GROUP_STATES],
  'groups.delete': [GROUPS, GROUP_STATES],
  'groups.setScopes': [GROUPS, GROUP_STATES],
  'identities.clearFactors': [IDENTITIES, FACTOR_STATES],
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
  'anomalies.dismiss': ANOMALIES_SHOWN,
  'incidents.addNote': [INCIDENTS, INCIDENT_STATES],
  'incidents.attach': [INCIDENTS, INCIDENT_STATES],
  'incidents.close': [INCIDENTS, INCIDENT_STATES],
  'apis.freeze': [APIS, API_STATES],
  'apis.unfreeze': [APIS, API_STATES],
  'apis.update': [APIS, API_STATES],
  'apis.delete': [{ ...APIS, view: counted }, API_STATES],
  'apis.import': [APIS, API_STATES],
  'operations.create': [APIS, API_STATES],
  'operations.update': [APIS, API_STATES],
  'operations.delete': [APIS, API_STATES],
  'operations.set': [APIS, API_STATES],
  'scopes.update': [SCOPES, SCOPE_STATES],
  'scopes.delete': [SCOPES, SCOPE_STATES],
  'ssoProviders.delete': [PROVIDERS, PROVIDER_STATES],
  'webhooks.test': [WEBHOOKS, WEBHOOK_STATES],
  'webhooks.replay': [WEBHOOKS, WEBHOOK_STATES],
  'destinations.delete': [DESTINATIONS, DESTINATION_STATES],
  'rotations.schedule': [{ ...TOKENS, target: rotationTarget }, ROTATION_STATES],
  'rotations.start': [{ ...TOKENS, target: rotationTarget }, scheduled(ROTATION_STATES)],
};

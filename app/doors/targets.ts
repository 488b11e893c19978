import { sql } from 'drizzle-orm';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import { hashTokenSecret } from '@/domain/base/token-format';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { openIncident } from '@/domain/incidents/open-incident';
import { createScope } from '@/domain/scopes/create-scope';
import {
  type Aim,
  askForAccess,
  askForToken,
  findAnomaly,
  openReviewOf,
  trustIn,
} from '@/domain/testing/aim';
import { done, type Fixture, mintOwn, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';

/** What the desk holds over Keyward itself: much, and not the right to hand it out. */
const DESK_RIGHTS: OperationName[] = [
  'groups.editMembers',
  'groups.get',
  'identities.get',
  'identities.invite',
  'tokens.create',
  'tokens.get',
  'tokens.revoke',
];

async function openSession(db: Context['db'], identity: string): Promise<string> {
  const id = newId('session');
  await db.execute(
    sql`insert into sessions (id, identity_id, expires_at, proven_at)
        values (${id}, ${identity}, now() + interval '1 day', now())`,
  );
  return id;
}

/**
 * Three groups to aim at: `billing` opens an ordinary API; `desk` holds some of Keyward's own
 * operations and has a lead; `administrators` holds all of them.
 */
export async function makeTargets(world: World, fixture: Fixture) {
  const { db, administrator } = world;
  const person = (name: string) =>
    done(db, administrator, createIdentity, {
      type: 'person',
      name,
      email: `${name.toLowerCase()}@desk.example.com`,
    });
  const mint = (identity: string, group: string) =>
    mintOwn(db, identity, { group, name: `${group} token` });
  const mintFor = async (identity: string, group: string) => {
    const input = { identity, group, name: `${group} robot` };
    return (await done(db, administrator, createToken, input)).token.id;
  };
  const robot = (group: string) =>
    done(db, administrator, createIdentity, { type: 'service', name: `${group} robot` });
  const aimAt = async (
    group: string,
    member: string,
    rest: Pick<Aim, 'api' | 'operation' | 'scope' | 'service'>,
  ) => {
    const [token, suspended] = [await mint(member, group), await mint(member, group)];
    await done(db, administrator, suspendToken, { token: suspended.token.id });
    const trust = trustIn(group, rest.service);
    const { id: trustRule } = await done(db, administrator, createTrustRule, trust);
    return {
      group,
      member,
      ...rest,
      trustRule,
      token: token.token.id,
      tokenSha256: hashTokenSecret(token.secret).toString('hex'),
      suspendedToken: suspended.token.id,
      serviceToken: await mintFor(rest.service, group),
      awaitingToken: await askForToken(world, rest.service, group),
      session: await openSession(db, member),
      newcomer: fixture.outsider.id,
      decision: fixture.decision,
      webhook: fixture.webhook,
      delivery: fixture.delivery,
      destination: fixture.destination,
      view: fixture.view,
      sink: fixture.sink,
      ssoProvider: fixture.ssoProvider,
      pushed: fixture.pushed,
      ...(await askForAccess(world, group)),
      ...(await openReviewOf(world, group, member)),
      anomaly: await findAnomaly(world, token.token.id),
      incident: (await done(db, administrator, openIncident, { title: `A leak in ${group}` })).id,
    };
  };
  const scope = await done(db, administrator, createScope, {
    api: 'keyward',
    name: 'desk',
    operations: DESK_RIGHTS,
  });
  await done(db, administrator, createGroup, { slug: 'desk', name: 'Desk' });
  await done(db, administrator, setGroupScopes, { group: 'desk', scopes: ['keyward/desk'] });
  const [lead, member, second] = [await person('Dana'), await person('Dora'), await person('Bea')];
  const [deskRobot, administratorsRobot] = [await robot('desk'), await robot('administrators')];
  await done(db, administrator, editMembers, {
    group: 'desk',
    add: [{ identity: lead.id, role: 'lead' }, { identity: member.id }, { identity: deskRobot.id }],
  });
  await done(db, administrator, editMembers, {
    group: 'administrators',
    add: [{ identity: second.id }, { identity: administratorsRobot.id }],
  });
  const keyward = { api: 'keyward', operation: revokeToken.operation, scope: scope.id };
  return {
    deskLead: lead.id,
    deskMember: member.id,
    deskToken: (await mint(member.id, 'desk')).secret,
    responderToken: (await mint(fixture.responder.id, 'incident-responders')).secret,
    auditorToken: (await mint(fixture.auditor.id, 'auditors')).secret,
    openSession: (identity: string) => openSession(db, identity),
    aims: {
      billing: await aimAt('billing', fixture.colleague.id, {
        api: 'billing',
        operation: 'listInvoices',
        scope: fixture.scope.id,
        service: fixture.service.id,
      }),
      desk: await aimAt('desk', member.id, { ...keyward, service: deskRobot.id }),
      administrators: await aimAt('administrators', second.id, {
        ...keyward,
        service: administratorsRobot.id,
      }),
    } satisfies Record<string, Aim>,
  };
}

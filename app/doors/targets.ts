import { sql } from 'drizzle-orm';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { hashTokenSecret } from '@/domain/base/token-format';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { done, type Furnished, mintOwn, type World } from '@/domain/testing/world';
import { suspendToken } from '@/domain/tokens/suspend-token';

/** What an operation can be aimed at in one group. */
export interface Aim {
  readonly group: string;
  readonly api: string;
  /** An operation of the API, granted by the scope. */
  readonly operation: string;
  readonly scope: string;
  /** A member, with a living token, a suspended one and a session. */
  readonly member: string;
  readonly token: string;
  readonly tokenSha256: string;
  readonly suspendedToken: string;
  readonly session: string;
  /** A service account of the group. */
  readonly service: string;
  /** Somebody who is not in the group yet. */
  readonly newcomer: string;
}

/** What the desk holds over Keyward itself: much, and not the right to hand it out. */
const DESK_RIGHTS = [
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
    sql`insert into sessions (id, identity_id, expires_at)
        values (${id}, ${identity}, now() + interval '1 day')`,
  );
  return id;
}

/**
 * Three groups to aim at: `billing` opens an ordinary API; `desk` holds some of Keyward's own
 * operations and has a lead; `administrators` holds all of them.
 */
export async function furnishTargets(world: World, stage: Furnished) {
  const { db, administrator } = world;
  const person = (name: string) =>
    done(db, administrator, createIdentity, {
      type: 'person',
      name,
      email: `${name.toLowerCase()}@desk.example.com`,
    });
  const mint = (identity: string, group: string) =>
    mintOwn(db, identity, { group, name: `${group} token` });
  const robot = (group: string) =>
    done(db, administrator, createIdentity, { type: 'service', name: `${group} robot` });
  const aimAt = async (
    group: string,
    member: string,
    rest: Pick<Aim, 'api' | 'operation' | 'scope' | 'service'>,
  ) => {
    const [token, suspended] = [await mint(member, group), await mint(member, group)];
    await done(db, administrator, suspendToken, { token: suspended.token.id });
    return {
      group,
      member,
      ...rest,
      token: token.token.id,
      tokenSha256: hashTokenSecret(token.secret).toString('hex'),
      suspendedToken: suspended.token.id,
      session: await openSession(db, member),
      newcomer: stage.outsider.id,
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
  const keyward = { api: 'keyward', operation: 'tokens.revoke', scope: scope.id };
  return {
    deskLead: lead.id,
    deskMember: member.id,
    deskToken: (await mint(member.id, 'desk')).secret,
    responderToken: (await mint(stage.responder.id, 'incident-responders')).secret,
    auditorToken: (await mint(stage.auditor.id, 'auditors')).secret,
    openSession: (identity: string) => openSession(db, identity),
    aims: {
      billing: await aimAt('billing', stage.colleague.id, {
        api: 'billing',
        operation: 'listInvoices',
        scope: stage.scope.id,
        service: stage.service.id,
      }),
      desk: await aimAt('desk', member.id, { ...keyward, service: deskRobot.id }),
      administrators: await aimAt('administrators', second.id, {
        ...keyward,
        service: administratorsRobot.id,
      }),
    } satisfies Record<string, Aim>,
  };
}

const document = new TextEncoder().encode(
  JSON.stringify({ openapi: '3.1.0', info: { title: 'Other', version: '1' }, paths: {} }),
);

/** A valid input of every operation, aimed at the same things. */
export function inputsFor(aim: Aim, decision: string): Record<string, object> {
  const { token, api } = aim;
  const group = { group: aim.group };
  const identity = { identity: aim.member };
  const joins = { ...group, add: [{ identity: aim.newcomer }] };
  return {
    'access.explain': { token },
    'access.preview': group,
    'access.whoAmI': {},
    'access.whoCanCall': { api, operation: aim.operation },
    'apis.create': { slug: 'fresh', name: 'New' },
    'apis.delete': { api },
    'apis.get': { api },
    'apis.import': { api, document },
    'apis.list': {},
    'apis.previewImport': { api, document },
    'apis.update': { api, name: 'Other' },
    'audit.checkpoints': {},
    'audit.get': { event: '1' },
    'audit.list': {},
    'audit.verify': {},
    'decisions.count': {},
    'decisions.get': { decision },
    'decisions.list': {},
    'groups.create': { slug: 'fresh', name: 'New' },
    'groups.delete': group,
    'groups.editMembers': joins,
    'groups.freeze': group,
    'groups.get': group,
    'groups.list': {},
    'groups.listMembers': group,
    'groups.matchMembers': { ...group, references: ['lea@example.com'] },
    'groups.previewMembers': joins,
    'groups.previewScopes': { ...group, scopes: [] },
    'groups.setScopes': { ...group, scopes: ['keyward/keyward:administer'] },
    'groups.unfreeze': group,
    'groups.update': { ...group, name: 'Other' },
    'identities.create': { type: 'service', name: 'new', slug: 'fresh' },
    'identities.explain': identity,
    'identities.get': identity,
    'identities.invite': identity,
    'identities.list': {},
    'identities.listMade': identity,
    'identities.resume': identity,
    'identities.stop': identity,
    'identities.suspend': identity,
    'identities.update': { ...identity, name: 'Other' },
    'operations.create': { api, name: 'new' },
    'operations.delete': { api, operation: aim.operation },
    'operations.list': { api },
    'operations.update': { api, operation: aim.operation, isPublic: true },
    'overview.get': {},
    'passwords.change': { current: 'not it', password: 'correct horse battery' },
    'receipts.get': { seq: 1 },
    'scopes.create': { api, name: 'new', operations: [aim.operation] },
    'scopes.delete': { scope: aim.scope },
    'scopes.get': { scope: aim.scope },
    'scopes.list': {},
    'scopes.update': { scope: aim.scope, operations: [] },
    'sessions.end': { session: aim.session },
    'sessions.list': {},
    'tokens.create': { identity: aim.service, group: aim.group, name: 'new' },
    'tokens.get': { token },
    'tokens.getSelf': {},
    'tokens.list': {},
    'tokens.lookup': { sha256: aim.tokenSha256 },
    'tokens.rename': { token, name: 'Other' },
    'tokens.resume': { token: aim.suspendedToken },
    'tokens.revoke': { token },
    'tokens.suspend': { token },
    'tokens.undoRevoke': { token },
    'verifiers.list': {},
    'verifiers.listLost': {},
    'verifiers.settleLost': { upToSeq: 1 },
  };
}

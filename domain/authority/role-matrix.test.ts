import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { runCommand, runQuery } from '@/domain/commands/run';
import { COMMANDS, INTERNAL_OPERATIONS, QUERIES } from '@/domain/registry/catalogue';
import { ROLE_MATRIX, ROLES, type Role } from '@/domain/testing/role-matrix';
import {
  bearer,
  contextOf,
  done,
  type Furnished,
  furnish,
  openWorld,
  signedIn,
  type World,
} from '@/domain/testing/world';
import { suspendToken } from '@/domain/tokens/suspend-token';

let world: World;
let stage: Furnished;
let actors: Record<Role, Actor>;
let inputs: Record<string, unknown>;

beforeAll(async () => {
  world = await openWorld();
  const { db, administrator } = world;
  stage = await furnish(world);
  actors = {
    administrator,
    responder: await signedIn(db, stage.responder.id),
    auditor: await signedIn(db, stage.auditor.id),
    lead: await signedIn(db, stage.lead.id),
    member: await signedIn(db, stage.member.id),
    outsider: await signedIn(db, stage.outsider.id),
    token: await bearer(db, stage.serviceToken.secret),
  };
  const suspended = stage.memberToken.token.id;
  await done(db, administrator, suspendToken, { token: suspended });
  inputs = inputsFor(stage, suspended);
});

afterAll(() => world.close());

const operations = [...COMMANDS, ...QUERIES].filter(
  ({ operation }) => !INTERNAL_OPERATIONS.has(operation),
);

class RollBack extends Error {}

/** What the kernel says to this role; whatever it changed is rolled back. */
async function verdict(operation: AnyCommand | AnyQuery, role: Role): Promise<'y' | 'n' | 'h'> {
  let answer: 'y' | 'n' | 'h' = 'n';
  const work = world.db.transaction(async (tx) => {
    const inside = Object.assign(tx, { $client: world.db.$client }) as unknown as Database;
    const context = contextOf(inside, actors[role]);
    const input = inputs[operation.operation];
    const result =
      operation.kind === 'command'
        ? await runCommand(operation, context, input)
        : await runQuery(operation, context, input);
    if (!result.ok && result.kind === 'invalid') {
      throw new Error(`${operation.operation}: the matrix needs a valid input: ${result.message}`);
    }
    if (result.ok) answer = 'y';
    else if (result.kind === 'not_found') answer = 'h';
    else answer = result.code === 'not_granted' ? 'n' : 'y';
    throw new RollBack();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof RollBack)) throw error;
  });
  return answer;
}

describe('the role × operation matrix', () => {
  it('has exactly one row for every command and query', () => {
    expect(Object.keys(ROLE_MATRIX).sort()).toEqual(operations.map((o) => o.operation).sort());
  });

  for (const operation of operations) {
    it(`holds for ${operation.operation}`, async () => {
      const actual: string[] = [];
      for (const role of ROLES) actual.push(await verdict(operation, role));
      expect(`${operation.operation} ${actual.join(' ')}`).toBe(
        `${operation.operation} ${ROLE_MATRIX[operation.operation]}`,
      );
    });
  }

  it('changed nothing while it asked', async () => {
    const rows = await world.db.select({ state: tokens.state }).from(tokens);
    expect(rows.filter((row) => row.state === 'revoked')).toEqual([]);
  });
});

function inputsFor(s: Furnished, suspendedToken: string): Record<string, unknown> {
  const token = s.colleagueToken.token.id;
  const group = { group: 'billing' };
  const identity = { identity: s.colleague.id };
  const document = new TextEncoder().encode(
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Billing', version: '1' }, paths: {} }),
  );
  return {
    'access.explain': { token },
    'access.preview': { group: 'billing' },
    'access.whoAmI': {},
    'access.whoCanCall': { api: 'billing', operation: 'listInvoices' },
    'apis.create': { slug: 'fresh', name: 'New' },
    'apis.delete': { api: 'billing' },
    'apis.get': { api: 'billing' },
    'apis.import': { api: 'billing', document },
    'apis.list': {},
    'apis.previewImport': { api: 'billing', document },
    'apis.update': { api: 'billing', name: 'Other' },
    'audit.checkpoints': {},
    'audit.get': { event: '1' },
    'audit.list': {},
    'audit.verify': {},
    'decisions.count': {},
    'decisions.get': { decision: s.decision },
    'decisions.list': {},
    'groups.create': { slug: 'fresh', name: 'New' },
    'groups.delete': group,
    'groups.editMembers': { ...group, remove: [s.colleague.id] },
    'groups.freeze': group,
    'groups.get': group,
    'groups.list': {},
    'groups.listMembers': group,
    'groups.matchMembers': { ...group, references: ['lea@example.com'] },
    'groups.previewMembers': { ...group, remove: [s.colleague.id] },
    'groups.previewScopes': { ...group, scopes: [] },
    'groups.setScopes': { ...group, scopes: [] },
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
    'operations.create': { api: 'billing', name: 'new' },
    'operations.delete': { api: 'billing', operation: 'deleteInvoice' },
    'operations.list': { api: 'billing' },
    'operations.update': { api: 'billing', operation: 'deleteInvoice', isPublic: true },
    'overview.get': {},
    'passwords.change': { current: 'not it', password: 'correct horse battery' },
    'receipts.get': { seq: 1 },
    'scopes.create': { api: 'billing', name: 'new' },
    'scopes.delete': { scope: s.scope.id },
    'scopes.get': { scope: s.scope.id },
    'scopes.list': {},
    'scopes.update': { scope: s.scope.id, description: 'Other' },
    'sessions.end': { session: s.session },
    'sessions.list': {},
    'tokens.create': { identity: s.service.id, group: 'billing', name: 'new' },
    'tokens.get': { token },
    'tokens.getSelf': {},
    'tokens.list': {},
    'tokens.lookup': { sha256: s.colleagueTokenSha256 },
    'tokens.rename': { token, name: 'Other' },
    'tokens.resume': { token: suspendedToken },
    'tokens.revoke': { token },
    'tokens.suspend': { token },
    'tokens.undoRevoke': { token },
    'verifiers.list': {},
    'verifiers.listLost': {},
    'verifiers.settleLost': { upToSeq: 1 },
  };
}

import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { runCommand } from '@/domain/commands/run';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { fixture, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { delegateToken } from '@/domain/tokens/delegate-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { change } from './fixture';

export const SCOPES = ['billing/invoices:read', 'billing/invoices:write', 'crm/people'];
/** Of one history. With twelve questions about each, as many as one call takes. */
const MAX_TOKENS = 8;
const POLICY = { maxTtlSeconds: 86_400, defaultTtlSeconds: 3_600, rotationOverlapSeconds: 600 };

export interface Held {
  readonly id: string;
  readonly secret: string;
  readonly parent: Held | null;
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const lists = some([], ['10.0.0.0/8'], ['192.0.2.0/24', '10.1.0.0/16']);
export const child = fc.record({
  of: fc.nat(7),
  scopes: fc.option(fc.subarray(SCOPES, { minLength: 1 }), { nil: undefined }),
  api: some(undefined, undefined, 'billing', 'crm'),
  allowedCidrs: lists,
});
export const anyChange = fc.oneof(
  fc.record({ kind: some('child' as const), child }),
  fc.record({
    kind: some(...(['suspend', 'resume', 'revoke', 'undo', 'rotate'] as const)),
    of: fc.nat(7),
  }),
  fc.record({
    kind: some('cut' as const),
    of: fc.nat(7),
    to: some('scopes' as const, 'addresses' as const, 'api' as const),
  }),
  fc.record({ kind: some('group' as const), scopes: fc.subarray(SCOPES) }),
  fc.record({ kind: some('life' as const), of: some('freeze', 'thaw', 'stop', 'start') }),
  fc.record({
    kind: some('scope' as const),
    operations: fc.subarray(['listInvoices', 'createInvoice', 'deleteInvoice']),
  }),
  fc.record({
    kind: some('policy' as const),
    maxTtlSeconds: some(3_600, 7_200, 86_400),
    allowedCidrs: lists,
  }),
);
export type Asked = typeof child extends fc.Arbitrary<infer T> ? T : never;
export type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

/** What there is to be had and taken: two APIs, three scopes. */
export async function furnish(): Promise<void> {
  await asAdministrator(world, createApi, { slug: 'crm', name: 'CRM', hosts: ['crm.example.com'] });
  await asAdministrator(world, createOperation, {
    ...{ api: 'crm', name: 'listPeople', method: 'GET', pathTemplate: '/people' },
  });
  const scopes = [
    ['billing', 'invoices:write', ['createInvoice', 'deleteInvoice']],
    ['crm', 'people', ['listPeople']],
  ] as const;
  for (const [api, name, operations] of scopes) {
    await asAdministrator(world, createScope, { api, name, operations: [...operations] });
  }
}

/** One change by its command; what is refused changes nothing. */
export async function apply(made: Held[], one: Change): Promise<unknown> {
  const as = contextOf(world.db, world.administrator);
  const group = 'billing';
  switch (one.kind) {
    case 'child':
      return delegate(made, one.child);
    case 'cut':
      return cut(made[one.of % made.length], one.to);
    case 'group':
      return runCommand(setGroupScopes, as, { group, scopes: one.scopes });
    case 'scope':
      return runCommand(updateScope, as, {
        ...{ scope: fixture.scope.id, operations: one.operations },
      });
    case 'policy': {
      const { maxTtlSeconds, allowedCidrs } = one;
      const policy = { ...POLICY, maxTtlSeconds, allowedCidrs };
      return runCommand(updateGroup, as, { group, policy });
    }
    case 'life': {
      const identity = fixture.service.id;
      if (one.of === 'freeze') return runCommand(freezeGroup, as, { group });
      if (one.of === 'thaw') return runCommand(unfreezeGroup, as, { group });
      if (one.of === 'stop') return runCommand(suspendIdentity, as, { identity });
      return runCommand(resumeIdentity, as, { identity });
    }
  }
  const token = made[one.of % made.length]?.id ?? '';
  if (one.kind === 'suspend') return runCommand(suspendToken, as, { token });
  if (one.kind === 'resume') return runCommand(resumeToken, as, { token });
  if (one.kind === 'revoke') return runCommand(revokeToken, as, { token });
  if (one.kind === 'undo') return runCommand(undoRevokeToken, as, { token });
  return runCommand(rotateToken, as, { token, overlapSeconds: 0 });
}

export async function delegate(made: Held[], asked: Asked) {
  const parent = made[asked.of % made.length];
  if (!parent || made.length === MAX_TOKENS) return;
  const { scopes, api, allowedCidrs } = asked;
  const result = await runCommand(delegateToken, contextOf(world.db, world.administrator), {
    ...{ token: parent.id, actsAs: 'agent', allowedCidrs, ttlSeconds: 3_600 },
    ...{ ...(scopes && { scopes }), ...(api && { api }) },
  });
  if (!result.ok) return;
  made.push({ id: result.value.token.id, secret: result.value.secret, parent });
}

/** No command takes from a token what it was given; where something does, its children must follow. */
async function cut(held: Held | undefined, to: 'scopes' | 'addresses' | 'api'): Promise<unknown> {
  if (!held || (to === 'api' && held.parent === null)) return;
  const set = {
    scopes: { restricted: true },
    addresses: { allowedCidrs: ['10.1.0.0/16'] },
    api: { onlyApiId: fixture.api.id },
  };
  return change(world.owner, 'scopes.update', [held.id], async (tx) => {
    await tx.update(tokens).set(set[to]).where(eq(tokens.id, held.id));
    if (to !== 'scopes') return;
    await tx.delete(tokenScopes).where(eq(tokenScopes.tokenId, held.id));
    await tx.insert(tokenScopes).values({ tokenId: held.id, scopeId: fixture.scope.id });
  });
}

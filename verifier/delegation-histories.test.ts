import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runCommand } from '@/domain/commands/run';
import { decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshots } from '@/domain/decision/load-snapshots';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { auditHead } from '@/domain/testing/traces';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { delegateToken } from '@/domain/tokens/delegate-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { rotateToken } from '@/domain/tokens/rotate-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { change } from './testing/fixture';
import { startTestVerifier, until, verify } from './testing/start';

const SCOPES = ['billing/invoices:read', 'billing/invoices:write', 'crm/people'];
const OPERATIONS = [
  ...(['listInvoices', 'createInvoice', 'deleteInvoice'] as const).map((name) => ({
    ...{ api: 'billing', operation: name },
  })),
  { api: 'crm', operation: 'listPeople' },
];
const ADDRESSES = [null, '10.1.2.3', '192.0.2.1'];
const ASKED = OPERATIONS.flatMap((of) => ADDRESSES.map((ip) => ({ ...of, ip })));
/** With twelve questions about each, as many as one call takes. */
const MAX_TOKENS = 8;
const RUNS = 40;
const POLICY = { maxTtlSeconds: 86_400, defaultTtlSeconds: 3_600, rotationOverlapSeconds: 600 };

interface Held {
  readonly id: string;
  readonly secret: string;
  readonly parent: Held | null;
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const lists = some([], ['10.0.0.0/8'], ['192.0.2.0/24', '10.1.0.0/16']);
const child = fc.record({
  of: fc.nat(7),
  scopes: fc.option(fc.subarray(SCOPES, { minLength: 1 }), { nil: undefined }),
  api: some(undefined, undefined, 'billing', 'crm'),
  allowedCidrs: lists,
});
const anyChange = fc.oneof(
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
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
const codes = new Set<string>();
const counted = { changes: 0, children: 0, decisions: 0, heldByChildren: 0 };

beforeAll(async () => {
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
});

/** One change by its command; what is refused changes nothing. */
async function apply(made: Held[], one: Change): Promise<unknown> {
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

async function delegate(
  made: Held[],
  asked: typeof child extends fc.Arbitrary<infer T> ? T : never,
) {
  const parent = made[asked.of % made.length];
  if (!parent || made.length === MAX_TOKENS) return;
  const { scopes, api, allowedCidrs } = asked;
  const result = await runCommand(delegateToken, contextOf(world.db, world.administrator), {
    ...{ token: parent.id, actsAs: 'agent', allowedCidrs, ttlSeconds: 3_600 },
    ...{ ...(scopes && { scopes }), ...(api && { api }) },
  });
  if (!result.ok) return;
  made.push({ id: result.value.token.id, secret: result.value.secret, parent });
  counted.children += 1;
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

/** What the verifier says of each token, once it has applied all that has happened. */
async function asked(made: readonly Held[]): Promise<Map<Held, string[]>> {
  const head = await auditHead(world.db);
  const applied = async () => {
    const text = await (await fetch(`${verifier.address}/metrics`)).text();
    return Number(/^keyward_feed_applied_seq (\S+)/m.exec(text)?.[1]);
  };
  await until(applied, (seq) => seq >= head);
  const requests = made.flatMap(({ secret }) => ASKED.map((one) => ({ token: secret, ...one })));
  const { body } = await verify(verifier.address, world.managementToken, { requests });
  const found = (body as { results: { code: string }[] }).results.map(({ code }) => code);
  return new Map(
    made.map((token, at) => [token, found.slice(at * ASKED.length, (at + 1) * ASKED.length)]),
  );
}

/** What the database says of each token, read anew. */
async function decidedAnew(made: readonly Held[]): Promise<Map<Held, string[]>> {
  const hashes = made.map(({ secret }) => hashTokenSecret(secret));
  const snapshots = await loadTokenSnapshots(world.db, hashes);
  const group = (await loadGroupSnapshots(world.db, [fixture.group.id])).get(fixture.group.id);
  const codesOf = (_: Held, at: number) => {
    const snapshot = snapshots.get(hashes[at]?.toString('hex') ?? '');
    if (!snapshot || !group) throw new Error('a token or its group is gone');
    return ASKED.map(
      (one) => decide(snapshot, group, { kind: 'operation', ...one }, Date.now()).code,
    );
  };
  return new Map(made.map((token, at) => [token, codesOf(token, at)]));
}

async function assertNoneHoldsMore(made: readonly Held[]): Promise<void> {
  const found = await asked(made);
  const anew = await decidedAnew(made);
  for (const [token, own] of found) {
    for (const code of own) codes.add(code);
    counted.decisions += own.length;
    expect(own).toEqual(anew.get(token));
    if (token.parent === null) continue;
    const above = found.get(token.parent) ?? [];
    const held = ASKED.map((one, at) => ({ ...one, own: own[at], above: above[at] })).filter(
      (one) => one.own === 'allowed',
    );
    counted.heldByChildren += held.length;
    expect(held.filter((one) => one.above !== 'allowed')).toEqual([]);
  }
}

it('invariant 16 at the verifier: no child holds what its parent lacks, after any change', {
  timeout: 240_000,
}, async () => {
  verifier = await startTestVerifier(world.url);
  const run = fc.record({
    born: fc.array(child, { minLength: 3, maxLength: 5 }),
    changes: fc.array(anyChange, { minLength: 6, maxLength: 12 }),
  });
  const afresh: Change[] = [
    { kind: 'life', of: 'thaw' },
    { kind: 'life', of: 'start' },
    { kind: 'group', scopes: SCOPES },
    { kind: 'policy', maxTtlSeconds: 86_400, allowedCidrs: [] },
  ];
  const check = async ({
    born,
    changes,
  }: {
    born: Parameters<typeof delegate>[1][];
    changes: Change[];
  }) => {
    for (const one of afresh) await apply([], one);
    const root = await asAdministrator(world, createToken, {
      ...{ identity: fixture.service.id, group: 'billing', name: 'root', ttlSeconds: 86_400 },
    });
    const made: Held[] = [{ id: root.token.id, secret: root.secret, parent: null }];
    for (const one of born) await delegate(made, one);
    await assertNoneHoldsMore(made);
    for (const one of changes) {
      await apply(made, one);
      counted.changes += 1;
      await assertNoneHoldsMore(made);
    }
  };
  try {
    await fc.assert(fc.asyncProperty(run, check), {
      ...{ numRuns: RUNS, seed: 20_261_126 },
      // A smaller history would take as long to find as all of them.
      endOnFailure: true,
    });
  } finally {
    await verifier.close();
  }
  const { changes, children, decisions, heldByChildren } = counted;
  process.stdout.write(
    `delegation at the verifier: ${RUNS} histories, ${changes} changes, ${children} children, ${decisions} decisions, ${heldByChildren} rights held by children\n`,
  );
  expect([...codes]).toEqual(
    expect.arrayContaining([
      ...['allowed', 'parent_ended', 'operation_not_in_token', 'operation_not_granted'],
      ...['ip_not_allowed', 'policy_not_met', 'group_frozen', 'identity_suspended'],
      ...['token_revoked', 'token_retired', 'token_suspended'],
    ]),
  );
});

import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runCommand } from '@/domain/commands/run';
import { decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshot } from '@/domain/decision/load-snapshots';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { rolledBack } from '@/domain/testing/rolled-back';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { delegateToken } from '@/domain/tokens/delegate-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';

const SCOPES = ['billing/invoices:read', 'billing/invoices:write', 'billing/all', 'crm/people'];
const OPERATIONS = [
  ...['listInvoices', 'createInvoice', 'deleteInvoice'].map((name) => ['billing', name] as const),
  ['crm', 'listPeople'] as const,
];
const HOUR_MS = 3_600_000;
/** What is held at any of these moments counts: all ends and limits below lie between two of them. */
const MOMENTS_MS = [0, 0.6, 1.1, 2.1, 30, 200, 1_000].map((hours) => hours * HOUR_MS);
const ADDRESSES = [null, '10.1.2.3', '10.200.0.1', '192.0.2.1'];

beforeAll(async () => {
  await asAdministrator(world, createApi, { slug: 'crm', name: 'CRM', hosts: ['crm.example.com'] });
  const listPeople = {
    api: 'crm',
    name: 'listPeople',
    method: 'GET' as const,
    pathTemplate: '/people',
  };
  await asAdministrator(world, createOperation, listPeople);
  for (const [api, name, operations] of [
    ['billing', 'invoices:write', ['createInvoice', 'deleteInvoice']],
    ['billing', 'all', ['listInvoices', 'createInvoice', 'deleteInvoice']],
    ['crm', 'people', ['listPeople']],
  ] as const) {
    await asAdministrator(world, createScope, { api, name, operations: [...operations] });
  }
  await asAdministrator(world, setGroupScopes, { group: 'billing', scopes: SCOPES });
});

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const scopesOrAll = fc.option(fc.subarray(SCOPES, { minLength: 1 }), { nil: undefined });
const lists = some([], ['10.0.0.0/8'], ['10.1.0.0/16'], ['192.0.2.0/24', '10.1.0.0/16']);
const hours = some(1, 2, 24, 168);

const child = fc.record({
  of: fc.nat(7),
  scopes: scopesOrAll,
  api: some(undefined, undefined, 'billing', 'crm'),
  allowedCidrs: lists,
  ttlHours: hours,
});
const change = fc.oneof(
  fc.record({ kind: some('child' as const), child }),
  fc.record({
    kind: some(
      ...(['suspend', 'resume', 'revoke', 'undo', 'rotate', 'expire', 'neglect'] as const),
    ),
    of: fc.nat(7),
  }),
  fc.record({ kind: some('group' as const), scopes: fc.subarray(SCOPES) }),
  fc.record({
    kind: some('scope' as const),
    operations: fc.subarray(['listInvoices', 'createInvoice', 'deleteInvoice']),
  }),
  fc.record({ kind: some('membership' as const), ends: some(null, 0.5, 25) }),
  fc.record({
    kind: some('policy' as const),
    policy: fc.record({
      maxTtlSeconds: some(3_600, 86_400, 2_592_000),
      idleLimitSeconds: some(null, 3_600),
      rotationPeriodSeconds: some(null, 3_600),
      allowedCidrs: lists,
      whoMayDelegate: some('members' as const, 'nobody' as const),
    }),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

interface Held {
  readonly id: string;
  readonly secret: string;
  readonly parent: Held | null;
}

const told = new Set<string>();
const counted = { runs: 0, changes: 0, children: 0, comparisons: 0, held: 0 };

/** One change, by its command where it has one; what is refused changes nothing. */
async function apply(db: Database, made: Held[], one: Change): Promise<void> {
  const as = contextOf(db, world.administrator);
  const picked = 'of' in one ? made[one.of % made.length] : undefined;
  const token = picked?.id ?? '';
  switch (one.kind) {
    case 'child':
      return delegate(db, made, one.child);
    case 'suspend':
      return void (await runCommand(suspendToken, as, { token }));
    case 'resume':
      return void (await runCommand(resumeToken, as, { token }));
    case 'revoke':
      return void (await runCommand(revokeToken, as, { token }));
    case 'undo':
      return void (await runCommand(undoRevokeToken, as, { token }));
    case 'rotate':
      return void (await runCommand(rotateToken, as, { token, overlapSeconds: 3_000 }));
    case 'expire':
      return void (await db
        .update(tokens)
        .set({ createdAt: sql`now() - interval '3 days'`, expiresAt: sql`now()` })
        .where(eq(tokens.id, token)));
    case 'neglect':
      return void (await db
        .update(tokens)
        .set({ idleFrom: sql`now() - interval '59 minutes'` })
        .where(eq(tokens.id, token)));
    case 'group':
      return void (await runCommand(setGroupScopes, as, { group: 'billing', scopes: one.scopes }));
    case 'scope':
      return void (await runCommand(updateScope, as, {
        ...{ scope: fixture.scope.id, operations: one.operations },
      }));
    case 'membership': {
      const { ends } = one;
      const expiresAt = ends && sql`now() + make_interval(mins => ${ends * 60})`;
      return void (await db
        .update(memberships)
        .set({ expiresAt: expiresAt || null })
        .where(eq(memberships.identityId, fixture.service.id)));
    }
    case 'policy': {
      const policy = { ...one.policy, defaultTtlSeconds: 3_600, rotationOverlapSeconds: 600 };
      return void (await runCommand(updateGroup, as, { group: 'billing', policy }));
    }
  }
}

type Asked = typeof child extends fc.Arbitrary<infer T> ? T : never;

async function delegate(db: Database, made: Held[], asked: Asked) {
  const parent = made[asked.of % made.length];
  if (!parent) return;
  const { scopes, api, allowedCidrs, ttlHours } = asked;
  const input = { actsAs: 'agent', allowedCidrs, ttlSeconds: ttlHours * 3_600 };
  // Not by the holder: their token is in this transaction alone, where nobody beside it sees it.
  const result = await runCommand(delegateToken, contextOf(db, world.administrator), {
    ...{ ...input, token: parent.id, ...(scopes && { scopes }), ...(api && { api }) },
  });
  told.add(result.ok ? 'made' : result.code);
  if (!result.ok) return;
  made.push({ id: result.value.token.id, secret: result.value.secret, parent });
  counted.children += 1;
}

/** Each operation that a token holds, from where, and when. */
function holds(snapshot: TokenSnapshot, group: GroupSnapshot, nowMs: number): Set<string> {
  const found = new Set<string>();
  for (const [api, operation] of OPERATIONS) {
    for (const ip of ADDRESSES) {
      for (const moment of MOMENTS_MS) {
        const request = { kind: 'operation', api, operation, ip } as const;
        const { code } = decide(snapshot, group, request, nowMs + moment);
        told.add(code);
        if (code === 'allowed') found.add(`${api} ${operation} from ${ip} after ${moment} ms`);
      }
    }
  }
  return found;
}

async function assertNoneHoldsMore(db: Database, made: readonly Held[]): Promise<void> {
  const { rows } = await db.execute<{ ms: string }>(
    sql`select floor(extract(epoch from now()) * 1000)::bigint as ms`,
  );
  const group = (await loadGroupSnapshots(db, [fixture.group.id])).get(fixture.group.id);
  if (!group) throw new Error('the group is gone');
  const held = new Map<string, Set<string>>();
  for (const { id, secret, parent } of made) {
    const snapshot = await loadTokenSnapshot(db, hashTokenSecret(secret));
    if (!snapshot) throw new Error(`${id} is gone`);
    const own = holds(snapshot, group, Number(rows[0]?.ms));
    held.set(id, own);
    if (!parent) continue;
    counted.comparisons += 1;
    counted.held += own.size;
    const above = held.get(parent.id);
    expect([...own].filter((one) => !above?.has(one))).toEqual([]);
  }
}

it('invariant 16: a child never holds an operation its parent lacks, at any moment', {
  timeout: 600_000,
}, async () => {
  const run = fc.record({
    scopes: scopesOrAll,
    born: fc.array(child, { minLength: 3, maxLength: 5 }),
    changes: fc.array(change, { minLength: 6, maxLength: 14 }),
  });
  await fc.assert(
    fc.asyncProperty(run, ({ scopes, born, changes }) =>
      rolledBack(world, async (db) => {
        counted.runs += 1;
        await db.update(groups).set({ maxTtlSeconds: 2_592_000 }).where(eq(groups.slug, 'billing'));
        const root = await runCommand(createToken, contextOf(db, world.administrator), {
          ...{ identity: fixture.service.id, group: 'billing', name: 'root' },
          ...{ ttlSeconds: 168 * 3_600, ...(scopes && { scopes }) },
        });
        if (!root.ok) throw new Error(root.message);
        const made: Held[] = [{ id: root.value.token.id, secret: root.value.secret, parent: null }];
        for (const one of born) await delegate(db, made, one);
        for (const one of changes) {
          await apply(db, made, one);
          counted.changes += 1;
          await assertNoneHoldsMore(db, made);
        }
      }),
    ),
    { numRuns: 30, seed: 20_261_126 },
  );
  const { runs, changes, children, comparisons, held } = counted;
  process.stdout.write(
    `delegation: ${runs} histories, ${changes} changes, ${children} children, ${comparisons} comparisons with a parent, ${held} rights held by children\n`,
  );
  expect([...told]).toEqual(
    expect.arrayContaining([
      ...['made', 'allowed', 'parent_ended', 'operation_not_in_token', 'ip_not_allowed'],
      ...['membership_ended', 'policy_not_met', 'token_expired', 'operation_not_granted'],
    ]),
  );
});

import fc from 'fast-check';
import { expect } from 'vitest';
import { hashTokenSecret } from '@/domain/base/token-format';
import { decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshots } from '@/domain/decision/load-snapshots';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { auditHead } from '@/domain/testing/traces';
import { createToken } from '@/domain/tokens/create-token';
import {
  type Asked,
  anyChange,
  apply,
  type Change,
  child,
  delegate,
  furnish,
  type Held,
  SCOPES,
} from './testing/delegation-history';
import { startTestVerifier, until, verify } from './testing/start';

const OPERATIONS = [
  ...(['listInvoices', 'createInvoice', 'deleteInvoice'] as const).map((name) => ({
    ...{ api: 'billing', operation: name },
  })),
  { api: 'crm', operation: 'listPeople' },
];
const ADDRESSES = [null, '10.1.2.3', '192.0.2.1'];
const ASKED = OPERATIONS.flatMap((of) => ADDRESSES.map((ip) => ({ ...of, ip })));
const RUNS = 24;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
const codes = new Set<string>();
const counted = { changes: 0, children: 0, decisions: 0, heldByChildren: 0 };

beforeAll(furnish);

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
  timeout: 600_000,
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
  const check = async ({ born, changes }: { born: Asked[]; changes: Change[] }) => {
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
    counted.children += made.length - 1;
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

import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { scopeOperations } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { receipts, verifiers } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import type { OperationName } from '@/domain/base/operation-names';
import { generateTokenSecret, hashTokenSecret } from '@/domain/base/token-format';
import { change, makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { onThisMachineMs, until, verify } from './testing/start';

standVerifier();

const codeOf = async (token: string, operation = 'listInvoices') =>
  (await verify(verifier.address, world.caller.secret, { token, api: 'billing', operation })).body
    .code as string;

/** How long until the verifier answers with `code`, in milliseconds. */
async function msUntil(token: string, code: string, operation?: string): Promise<number> {
  const startedAt = performance.now();
  await until(
    () => codeOf(token, operation),
    (found) => found === code,
  );
  return performance.now() - startedAt;
}

const revoke = {
  state: 'revoked',
  revokedAt: sql`clock_timestamp()`,
  revokedBy: 'x',
  stateBeforeRevoke: 'active',
} as const;

describe('changes reach the verifier through the feed', () => {
  it('denies a revoked token well within a second, and says so in a receipt', async () => {
    const token = await makeToken(database.db, world.owner);
    expect(await codeOf(token.secret)).toBe('allowed');
    const seq = await change(database.db, 'tokens.revoke', [token.id], (tx) =>
      tx.update(tokens).set(revoke).where(eq(tokens.id, token.id)),
    );
    expect(await msUntil(token.secret, 'token_revoked')).toBeLessThan(onThisMachineMs(500));
    const [receipt] = await until(
      () => database.db.select().from(receipts).where(eq(receipts.seq, seq)),
      (rows) => rows.length > 0,
    );
    const [row] = await database.db.select().from(verifiers);
    expect(receipt?.verifierId).toBe(row?.id);
    expect(row).toMatchObject({ name: 'test', appliedSeq: seq, stoppedAt: null });
  });

  it('knows a new token whose hash was unknown a moment ago', async () => {
    const secret = generateTokenSecret('service');
    expect(await codeOf(secret)).toBe('token_unknown');
    await change(database.db, 'tokens.create', ['tok_new'], async () => {
      await makeToken(database.db, world.owner, { secretSha256: hashTokenSecret(secret) });
    });
    await msUntil(secret, 'allowed');
  });

  it('follows a scope taken from a group and given back', async () => {
    expect(await codeOf(world.token.secret)).toBe('allowed');
    await change(database.db, 'groups.setScopes', [world.groupId], (tx) =>
      tx.delete(groupScopes).where(eq(groupScopes.groupId, world.groupId)),
    );
    await msUntil(world.token.secret, 'operation_not_granted');
    await change(database.db, 'groups.setScopes', [world.groupId], (tx) =>
      tx.insert(groupScopes).values({
        groupId: world.groupId,
        scopeId: world.scopes.read,
        grantedBy: 'x',
        grantedByName: 'x',
      }),
    );
    await msUntil(world.token.secret, 'allowed');
  });

  it('follows an operation added to a scope, which names only the API', async () => {
    const { api, scopes } = world;
    expect(await codeOf(world.token.secret, 'refund')).toBe('operation_not_granted');
    await change(database.db, 'scopes.update', [api.id], (tx) =>
      tx.insert(scopeOperations).values({
        apiId: api.id,
        scopeId: scopes.read,
        operationId: api.operationIds.get('refund') ?? '',
      }),
    );
    await msUntil(world.token.secret, 'allowed', 'refund');
  });

  it('follows a group frozen and thawed', async () => {
    const set = (state: 'active' | 'frozen', action: OperationName) =>
      change(database.db, action, [world.groupId], (tx) =>
        tx.update(groups).set({ state }).where(eq(groups.id, world.groupId)),
      );
    await set('frozen', 'groups.freeze');
    await msUntil(world.token.secret, 'group_frozen');
    await set('active', 'groups.unfreeze');
    await msUntil(world.token.secret, 'allowed');
  });

  it('follows an identity suspended and resumed', async () => {
    const set = (state: 'active' | 'suspended') =>
      change(
        database.db,
        `identities.${state === 'active' ? 'resume' : 'suspend'}`,
        [world.identityId],
        (tx) => tx.update(identities).set({ state }).where(eq(identities.id, world.identityId)),
      );
    await set('suspended');
    await msUntil(world.token.secret, 'identity_suspended');
    await set('active');
    await msUntil(world.token.secret, 'allowed');
  });

  it('follows a membership that ends, though the event names only the group', async () => {
    const set = (expiresAt: Date | null) =>
      change(database.db, 'groups.editMembers', [world.groupId], (tx) =>
        tx.update(memberships).set({ expiresAt }).where(eq(memberships.groupId, world.groupId)),
      );
    await database.db.update(memberships).set({ createdAt: sql`now() - interval '1 day'` });
    await set(new Date(Date.now() - 1_000));
    await msUntil(world.token.secret, 'membership_ended');
    await set(null);
    await msUntil(world.token.secret, 'allowed');
  });

  it('ends a token by the clock alone, without any event', async () => {
    const expiresAt = new Date(Date.now() + 700);
    const token = await makeToken(database.db, world.owner, { expiresAt });
    expect(await codeOf(token.secret)).toBe('allowed');
    await msUntil(token.secret, 'token_expired');
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
  });
});

describe('a lost notification', () => {
  it('costs at most the second of the poll', async () => {
    const token = await makeToken(database.db, world.owner);
    expect(await codeOf(token.secret)).toBe('allowed');
    // With a pg_notify that does nothing the event is there, but nobody is told.
    await database.pool.query(`create schema muted;
      create function muted.pg_notify(text, text) returns void language sql as '';
      grant usage on schema muted to public`);
    const startedAt = performance.now();
    await change(database.db, 'tokens.revoke', [token.id], async (tx) => {
      await tx.execute(sql`set local search_path = muted, pg_catalog, public`);
      await tx.update(tokens).set(revoke).where(eq(tokens.id, token.id));
    });
    await msUntil(token.secret, 'token_revoked');
    expect(performance.now() - startedAt).toBeLessThan(onThisMachineMs(1_500));
  });

  it('is made up for when the connection of the feed is cut', async () => {
    const token = await makeToken(database.db, world.owner);
    expect(await codeOf(token.secret)).toBe('allowed');
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'keyward feed%'`,
    );
    await change(database.db, 'tokens.revoke', [token.id], (tx) =>
      tx.update(tokens).set(revoke).where(eq(tokens.id, token.id)),
    );
    expect(await msUntil(token.secret, 'token_revoked')).toBeLessThan(onThisMachineMs(3_000));
  });
});

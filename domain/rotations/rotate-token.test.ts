import { and, eq, isNull, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { retireReplaced } from '@/domain/tokens/retire-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { rotateOwnToken, rotateToken } from './rotate-token';

type Minted = { token: { id: string; familyId: string }; secret: string };
const DAY = 86_400;
let minted: Minted;

beforeEach(async () => {
  minted = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
    ...{ scopes: ['invoices:read'], ttlSeconds: 3 * DAY, allowedCidrs: ['192.0.2.0/24'] },
  });
});

const asks = (more: { idempotencyKey?: string } = {}) =>
  contextOf(world.db, world.administrator, more);
const tryToRotate = (input: object = {}, token = minted.token.id, context = asks()) =>
  runCommand(rotateToken, context, { token, ...input });
async function rotated(input: object = {}, token = minted.token.id, context = asks()) {
  const result = await tryToRotate(input, token, context);
  if (!result.ok) throw new Error(`${result.code} ${result.message}`);
  return result.value;
}
const used = (tokenId: string, lastAllowedAt: Date | null = new Date()) =>
  world.db.insert(tokenUsage).values({
    ...{ tokenId, firstUsedAt: new Date(), lastUsedAt: new Date(), lastAllowedAt },
    ...{ allowedCount: lastAllowedAt ? 1 : 0, deniedCount: lastAllowedAt ? 0 : 1 },
  });
const heads = (familyId: string) =>
  world.db.$count(tokens, and(eq(tokens.familyId, familyId), isNull(tokens.retiresAt)));
/** What a verifier says of the secret from an address that the token allows. */
const code = (secret: string) => codeFor(world, secret, 'listInvoices', '192.0.2.9');

describe('a rotation', () => {
  it('makes a successor with the same rights, and lets the token go on beside it', async () => {
    const { token, secret, predecessor } = await rotated();
    expect(secret).not.toBe(minted.secret);
    expect(token).toMatchObject({
      ...{ familyId: minted.token.familyId, predecessorId: minted.token.id, name: 'deploys' },
      ...{ scopes: ['invoices:read'], allowedCidrs: ['192.0.2.0/24'], status: 'active' },
    });
    const lifetime = Date.parse(token.expiresAt) - Date.parse(token.createdAt);
    expect(Math.round(lifetime / 1_000)).toBe(3 * DAY);
    const overlap = Date.parse(predecessor.retiresAt ?? '') - Date.parse(token.createdAt);
    expect(Math.round(overlap / 1_000)).toBe(DAY);
    expect([await code(minted.secret), await code(secret)]).toEqual(['allowed', 'allowed']);
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'tokens.rotate', targetId: minted.token.id },
      affects: [minted.token.id, token.id],
      after: { successor: token.id, overlapSeconds: DAY, retired: [] },
    });
  });

  it('without an overlap ends the token at once, as after a leak', async () => {
    const { secret } = await rotated({ overlapSeconds: 0 });
    expect([await code(minted.secret), await code(secret)]).toEqual(['token_retired', 'allowed']);
  });

  it('of a successor ends the grandparent: no more than two of a family are alive', async () => {
    const second = await rotated();
    await used(second.token.id);
    const third = await rotated({}, second.token.id);
    const codes = await Promise.all([minted, second, third].map(({ secret }) => code(secret)));
    expect(codes).toEqual(['token_retired', 'allowed', 'allowed']);
    expect((await lastEvent(world)).affects).toContain(minted.token.id);
  });

  it('asked for again, replaces a successor that nobody has used', async () => {
    const lost = await rotated();
    const second = await rotated();
    const codes = await Promise.all([minted, lost, second].map(({ secret }) => code(secret)));
    expect(codes).toEqual(['allowed', 'token_retired', 'allowed']);
  });

  it('is refused where the successor is in use, even where it was only denied', async () => {
    for (const allowedAt of [new Date(), null]) {
      const again = await asAdministrator(world, createToken, {
        ...{ identity: fixture.service.id, group: 'billing', name: 'again' },
      });
      const { token } = await rotated({}, again.token.id);
      await used(token.id, allowedAt);
      expect(await tryToRotate({}, again.token.id)).toMatchObject({ code: 'token_rotated' });
    }
  });

  it('a hundred at once leave exactly one that goes on, and two alive', async () => {
    const results: Awaited<ReturnType<typeof tryToRotate>>[] = [];
    const rotateInTurn = async () => {
      while (results.length < 100) results.push(await tryToRotate());
    };
    // As many as there are connections: more would only wait for one.
    await Promise.all(Array.from({ length: 12 }, rotateInTurn));
    const won = results.flatMap((result) => (result.ok ? [result.value] : []));
    expect(won.length).toBeGreaterThanOrEqual(100);
    expect(await heads(minted.token.familyId)).toBe(1);
    const codes = await Promise.all(won.map(({ secret }) => code(secret)));
    expect(codes.filter((one) => one === 'allowed')).toHaveLength(1);
    expect(await code(minted.secret)).toBe('allowed');
  });
});

describe('a retry', () => {
  it('with the same key gets the same successor and the same secret', async () => {
    const key = { idempotencyKey: 'rotate-once' };
    const twins = await Promise.all([
      rotated({}, minted.token.id, asks(key)),
      rotated({}, minted.token.id, asks(key)),
    ]);
    expect(twins[0]).toEqual(twins[1]);
    expect(await heads(minted.token.familyId)).toBe(1);
  });

  it('gets it even where the token has ended since, as it was told to', async () => {
    const key = { idempotencyKey: 'leaked' };
    const first = await rotated({ overlapSeconds: 0 }, minted.token.id, asks(key));
    expect(await rotated({ overlapSeconds: 0 }, minted.token.id, asks(key))).toEqual(first);
  });

  it('is told nothing of a successor that was revoked', async () => {
    const key = { idempotencyKey: 'revoked-since' };
    const { token } = await rotated({}, minted.token.id, asks(key));
    await asAdministrator(world, revokeToken, { token: token.id });
    expect(await tryToRotate({}, minted.token.id, asks(key))).toMatchObject({
      code: 'token_not_active',
    });
  });
});

describe('today’s policy', () => {
  it('cuts the lifetime of the successor', async () => {
    const policy = { maxTtlSeconds: DAY, defaultTtlSeconds: DAY };
    await asAdministrator(world, updateGroup, { group: 'billing', policy });
    const { token } = await rotated();
    const lifetime = Date.parse(token.expiresAt) - Date.parse(token.createdAt);
    expect(Math.round(lifetime / 1_000)).toBe(DAY);
    const back = { maxTtlSeconds: 30 * DAY, defaultTtlSeconds: 7 * DAY };
    await asAdministrator(world, updateGroup, { group: 'billing', policy: back });
  });

  it('a scope that the group has lost does not come back with the successor', async () => {
    await asAdministrator(world, setGroupScopes, { group: 'billing', scopes: [] });
    const { token, secret } = await rotated();
    expect(token.scopes).toEqual([]);
    await asAdministrator(world, setGroupScopes, {
      ...{ group: 'billing', scopes: ['billing/invoices:read'] },
    });
    expect([await code(minted.secret), await code(secret)]).toEqual([
      'allowed',
      'operation_not_in_token',
    ]);
  });
});

describe('what can’t be rotated', () => {
  it('a suspended token stays suspended, and so does its successor', async () => {
    await asAdministrator(world, suspendToken, { token: minted.token.id });
    const { token, secret } = await rotated();
    expect(token.status).toBe('suspended');
    expect(await code(secret)).toBe('token_suspended');
  });

  it('an expired, revoked or retired token is refused', async () => {
    const end = (set: object) =>
      world.db.update(tokens).set(set).where(eq(tokens.id, minted.token.id));
    await end({ createdAt: sql`now() - interval '2 days'`, expiresAt: sql`now()` });
    expect(await tryToRotate()).toMatchObject({ code: 'token_not_active' });
    await end({ expiresAt: sql`now() + interval '1 day'` });
    const { token } = await rotated({ overlapSeconds: 0 });
    expect(await tryToRotate()).toMatchObject({ code: 'token_not_active' });
    await asAdministrator(world, revokeToken, { token: token.id });
    expect(await tryToRotate({}, token.id)).toMatchObject({ code: 'token_not_active' });
  });

  it('in a frozen group, or for somebody who has left, there are no successors', async () => {
    await asAdministrator(world, freezeGroup, { group: 'billing' });
    expect(await tryToRotate()).toMatchObject({ code: 'token_not_active' });
    await asAdministrator(world, unfreezeGroup, { group: 'billing' });
    const isService = eq(memberships.identityId, fixture.service.id);
    await world.db
      .update(memberships)
      .set({ createdAt: sql`now() - interval '1 day'`, expiresAt: sql`now()` })
      .where(isService);
    expect(await tryToRotate()).toMatchObject({ code: 'token_not_active' });
    await world.db.update(memberships).set({ expiresAt: null }).where(isService);
  });

  it('nobody gets the secret of a token that acts as somebody else', async () => {
    const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
    const personal = await mintOwn(world.db, fixture.member.id, { group: 'billing', name: 'mine' });
    for (const context of [asks(), lead]) {
      expect(await tryToRotate({}, personal.token.id, context)).toMatchObject({
        code: 'personal_token',
      });
    }
  });
});

describe('the holder', () => {
  it('rotates with the token itself, whatever it opens', async () => {
    const holder = contextOf(world.db, await bearer(world.db, minted.secret));
    const result = await runCommand(rotateOwnToken, holder, { overlapSeconds: 60 });
    expect(result).toMatchObject({ ok: true, value: { token: { name: 'deploys' } } });
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'tokens.rotateSelf', actorId: fixture.service.id, viaId: minted.token.id },
    });
  });

  it('a person in a session holds no token', async () => {
    expect(await runCommand(rotateOwnToken, asks(), {})).toMatchObject({ kind: 'not_found' });
  });
});

describe('until the first use', () => {
  it('the token ends once its successor was allowed something, and not before', async () => {
    const { token, secret } = await rotated({ untilFirstUse: true });
    const retire = () => runJob(retireReplaced, { db: world.db });
    expect(await retire()).toBe(0);
    await used(token.id, null);
    expect(await retire()).toBe(0);
    await world.db
      .update(tokenUsage)
      .set({ lastAllowedAt: sql`now()` })
      .where(eq(tokenUsage.tokenId, token.id));
    expect(await retire()).toBe(1);
    expect([await code(minted.secret), await code(secret)]).toEqual(['token_retired', 'allowed']);
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'tokens.retire', affects: [minted.token.id] },
    });
    expect(await retire()).toBe(0);
  });
});

describe('the family', () => {
  it('has no third one alive after the undo of a revocation', async () => {
    const child = await rotated();
    await asAdministrator(world, revokeToken, { token: child.token.id });
    const second = await rotated();
    await asAdministrator(world, undoRevokeToken, { token: child.token.id });
    const codes = await Promise.all([minted, child, second].map(({ secret }) => code(secret)));
    expect(codes).toEqual(['allowed', 'token_retired', 'allowed']);
  });

  it('is counted on each of it, and what has retired is not revoked', async () => {
    const child = await rotated({ overlapSeconds: 0 });
    const { token, predecessor } = await rotated({}, child.token.id);
    expect([token, predecessor]).toMatchObject([
      { status: 'active', livingRelatives: 1 },
      { status: 'rotating', livingRelatives: 1 },
    ]);
    const { revoked } = await asAdministrator(world, revokeFamily, { token: token.id });
    expect(revoked).toEqual([child.token.id, token.id].sort());
  });

  it('is revoked as one, and each of it can be undone', async () => {
    const { token, secret } = await rotated();
    const ids = [minted.token.id, token.id].sort();
    const { revoked } = await asAdministrator(world, revokeFamily, { token: token.id });
    expect(revoked).toEqual(ids);
    expect(await lastEvent(world)).toMatchObject({ action: 'tokens.revokeFamily', affects: ids });
    const codes = [await code(minted.secret), await code(secret)];
    expect(codes).toEqual(['token_revoked', 'token_revoked']);
    await asAdministrator(world, undoRevokeToken, { token: token.id });
    expect(await code(secret)).toBe('allowed');
  });
});

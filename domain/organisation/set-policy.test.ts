import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { getGroup } from '@/domain/groups/get-group';
import { previewPolicy } from '@/domain/groups/preview-policy';
import { updateGroup } from '@/domain/groups/update-group';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { previewOrganisationPolicy } from './preview-policy';
import { setOrganisationPolicy } from './set-policy';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const NONE = { maxTtlSeconds: null, idleLimitSeconds: null, rotationPeriodSeconds: null };
const OPEN = { ...NONE, rotationOverlapSeconds: null, whoMayMint: 'members' as const };
const context = () => contextOf(world.db, world.administrator);
const setCeilings = (policy: object) => asAdministrator(world, setOrganisationPolicy, { policy });
const code = () => codeFor(world, fixture.serviceToken.secret, 'listInvoices');
const mint = (input: object) =>
  runCommand(createToken, context(), {
    ...{ identity: fixture.service.id, group: 'billing', name: 'probe' },
    ...input,
  });
const preview = async (policy: object) => {
  const found = await runQuery(previewOrganisationPolicy, context(), { policy });
  if (!found.ok) throw new Error(found.message);
  return found.value;
};

beforeEach(() => setCeilings(OPEN));

describe('a ceiling of the organisation', () => {
  it('refuses living tokens that break it, destroys none, and lets them work when it is raised', async () => {
    expect(await code()).toBe('allowed');
    await setCeilings({ maxTtlSeconds: 6 * DAY });
    expect(await code()).toBe('policy_not_met');
    await setCeilings({ maxTtlSeconds: 7 * DAY });
    expect(await code()).toBe('allowed');
  });

  it('holds when a token is minted: the lifetime, unasked as well, and who may', async () => {
    await setCeilings({ maxTtlSeconds: HOUR });
    expect(await mint({ ttlSeconds: 2 * HOUR })).toMatchObject({ kind: 'invalid' });
    const made = await mint({});
    if (!made.ok) throw new Error(made.message);
    const { createdAt, expiresAt } = made.value.token;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(HOUR * 1_000);
  });

  it('holds when a group’s policy is edited, but not over what was there and stays', async () => {
    await setCeilings({ maxTtlSeconds: 10 * DAY, whoMayMint: 'administrators' });
    const edit = (policy: object) =>
      runCommand(updateGroup, context(), { group: 'billing', policy });
    const path = (field: string) => ({ errors: [{ path: `policy.${field}` }] });
    expect(await edit({ maxTtlSeconds: 11 * DAY })).toMatchObject(path('maxTtlSeconds'));
    expect(await edit({ whoMayMint: 'members' })).toMatchObject(path('whoMayMint'));
    expect(await edit({ maxTtlSeconds: 30 * DAY, whoMayMint: 'leads' })).toMatchObject({
      ok: true,
      value: {
        policy: { maxTtlSeconds: 30 * DAY },
        effective: { maxTtlSeconds: 10 * DAY, whoMayMint: 'administrators' },
      },
    });
    const fresh = await runCommand(createGroup, context(), { slug: 'fresh', name: 'Fresh' });
    expect(fresh).toMatchObject({ value: { policy: { maxTtlSeconds: 10 * DAY } } });
  });

  it('keeps nobody out who could let themselves in again', async () => {
    const policy = { allowedCidrs: ['203.0.113.0/24'] };
    expect(await runCommand(setOrganisationPolicy, context(), { policy })).toMatchObject({
      code: 'last_administrator',
    });
    expect(await code()).toBe('allowed');
  });
});

describe('what a policy would do', () => {
  it('is previewed by count and by token, and the command’s event counts the same', async () => {
    const ceilings = { maxTtlSeconds: 6 * DAY };
    const told = await preview(ceilings);
    expect(told.nowCount).toBeGreaterThan(0);
    expect(told.tokens).toContainEqual(
      expect.objectContaining({ name: 'service', reasons: ['lifetime'], at: null }),
    );
    expect(await code()).toBe('allowed');
    await setCeilings(ceilings);
    expect((await lastEvent(world)).after).toMatchObject({ tokensStopped: told.nowCount });
    expect(await preview(OPEN)).toMatchObject({ nowCount: 0, restoredCount: told.nowCount });
  });

  it('says when a token is to be rotated', async () => {
    const told = await runQuery(previewPolicy, context(), {
      group: 'billing',
      policy: { rotationPeriodSeconds: 3 * DAY },
    });
    const { createdAt } = fixture.serviceToken.token;
    const at = new Date(Date.parse(createdAt) + 3 * DAY * 1_000).toISOString();
    expect(told).toMatchObject({ ok: true, value: { nowCount: 0, restoredCount: 0 } });
    const tokens = told.ok ? told.value.tokens : [];
    expect(tokens).toContainEqual(expect.objectContaining({ reasons: ['rotation'], at }));
  });

  it('is told page by page, each token once, and a group says which ceilings are over it', async () => {
    const policy = { maxTtlSeconds: HOUR };
    const whole = await preview(policy);
    const all = whole.tokens.map(({ id }) => id);
    expect(all).toHaveLength(whole.nowCount);
    const paged: string[] = [];
    for (let skip = 0; skip < whole.nowCount; skip += 1) {
      const page = await runQuery(previewOrganisationPolicy, context(), { policy, limit: 1, skip });
      if (!page.ok) throw new Error(page.message);
      expect(page.value.nowCount).toBe(whole.nowCount);
      paged.push(...page.value.tokens.map(({ id }) => id));
    }
    expect(paged).toEqual(all);
    await setCeilings(policy);
    const found = await runQuery(getGroup, context(), { group: 'billing' });
    expect(found).toMatchObject({ value: { ceilings: { ...OPEN, ...policy } } });
  });

  it('a group that allows less than the organisation is left as it is', async () => {
    await world.db.update(groups).set({ maxTtlSeconds: 30 * DAY, updatedAt: sql`now()` });
    await setCeilings({ maxTtlSeconds: 40 * DAY });
    expect((await lastEvent(world)).affects).toEqual([]);
    const found = await runQuery(getGroup, context(), { group: 'billing' });
    expect(found).toMatchObject({ value: { effective: { maxTtlSeconds: 30 * DAY } } });
  });
});

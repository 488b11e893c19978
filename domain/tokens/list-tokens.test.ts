import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it as test, world } from '@/domain/testing/fixture';
import { contextOf, done, mintOwn, signedIn } from '@/domain/testing/world';
import { listTokens } from './list-tokens';
import { suspendToken } from './suspend-token';

let adaToken: string;

beforeAll(async () => {
  const { db, administrator } = world;
  const made = await mintOwn(db, fixture.member.id, {
    group: 'billing',
    name: 'Ångström 100%',
    scopes: ['invoices:read'],
    ttlSeconds: 3_600,
  });
  adaToken = made.token.id;
  await done(db, administrator, suspendToken, { token: fixture.serviceToken.token.id });
  await db.insert(tokenUsage).values({
    tokenId: adaToken,
    firstUsedAt: sql`now()`,
    lastUsedAt: sql`now()`,
    allowedCount: 1,
    deniedCount: 0,
  });
  // Else a token as old as that breaks the policy of its group.
  await world.owner.update(groups).set({ maxTtlSeconds: 365 * 86_400 });
  await world.owner
    .update(tokens)
    .set({ createdAt: sql`now() - interval '100 days'` })
    .where(eq(tokens.id, fixture.colleagueToken.token.id));
});

async function list(input: z.input<typeof listTokens.input>, actor: Actor = world.administrator) {
  const result = await runQuery(listTokens, contextOf(world.db, actor), {
    group: 'billing',
    ...input,
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
const names = async (input: z.input<typeof listTokens.input>) =>
  (await list(input)).items.map(({ name }) => name);

describe('the list of tokens', () => {
  test.each([
    'name',
    '-name',
    'expiresAt',
    '-expiresAt',
    'lastUsedAt',
    '-lastUsedAt',
    'createdAt',
    '-createdAt',
  ] as const)(
    'sorted by %s, pages of one join to the whole without gap or repetition',
    async (sort) => {
      const whole = await names({ sort });
      expect(whole).toHaveLength(4);
      const joined: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
        joined.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(joined).toEqual(whole);
    },
  );

  test('sorts by each key', async () => {
    expect(await names({ sort: 'name' })).toEqual([
      'colleague',
      'member',
      'service',
      'Ångström 100%',
    ]);
    expect((await names({ sort: 'expiresAt' }))[0]).toBe('Ångström 100%');
    expect((await names({ sort: '-lastUsedAt' }))[0]).toBe('Ångström 100%');
    expect((await names({ sort: 'createdAt' }))[0]).toBe('colleague');
  });

  test('several values of one filter widen, several filters narrow', async () => {
    expect(await names({ status: ['suspended', 'revoked'] })).toEqual(['service']);
    expect(await names({ status: ['active', 'expiring'], kind: 'personal', sort: 'name' })).toEqual(
      ['colleague', 'member', 'Ångström 100%'],
    );
    expect(await names({ identity: [fixture.member.id, 'mailer'], sort: 'name' })).toEqual([
      'member',
      'service',
      'Ångström 100%',
    ]);
  });

  test('the filter by scope leaves out tokens cut down past it', async () => {
    expect(await names({ scope: 'billing/invoices:read' })).toHaveLength(4);
    await world.owner.execute(sql`delete from token_scopes where token_id = ${adaToken}`);
    expect(await names({ scope: 'billing/invoices:read' })).not.toContain('Ångström 100%');
    expect(await names({ scope: 'billing/unknown' })).toEqual([]);
  });

  test('unused for some days counts a token never used from its creation', async () => {
    expect(await names({ unusedForDays: 90 })).toEqual(['colleague']);
  });

  test('finds by name, person, email, group, id, last four and shown hint, wildcards literal', async () => {
    const { id, first4, last4, familyId } = fixture.memberToken.token;
    expect(await names({ q: '100%' })).toEqual(['Ångström 100%']);
    expect(await names({ q: '%' })).toEqual(['Ångström 100%']);
    expect(await names({ q: 'max@example.com' })).toHaveLength(2);
    expect(await names({ q: id })).toEqual(['member']);
    expect(await names({ q: last4 })).toContain('member');
    expect(await names({ q: `kwp_${first4}…${last4}` })).toEqual(['member']);
    expect(await names({ family: familyId })).toEqual(['member']);
  });

  test('facets count what is within reach, whatever is filtered', async () => {
    const member = await signedIn(world.db, fixture.member.id);
    const { facets, total } = await list({ include: 'facets', status: 'revoked' }, member);
    expect(total).toBe(0);
    expect(facets?.status).toEqual([{ value: 'active', count: 2 }]);
    expect(facets?.groups).toMatchObject([{ slug: 'billing', count: 2 }]);
    expect(facets?.identities).toMatchObject([{ id: fixture.member.id, type: 'person', count: 2 }]);
  });

  test.each(['abc', 'WyJ4IiwidG9rXzEiXQ', 'bnVsbA'])(
    'refuses the cursor %s as not one of ours',
    async (cursor) => {
      const context = contextOf(world.db, world.administrator);
      const result = await runQuery(listTokens, context, { cursor, sort: 'expiresAt' });
      expect(result).toMatchObject({ ok: false, errors: [{ path: 'cursor' }] });
    },
  );
});

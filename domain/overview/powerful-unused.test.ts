import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { runQuery } from '@/domain/commands/run-query';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { getOverview } from './get-overview';

/** Tokens of 100 days, by what they may do and when they were used last. */
beforeAll(async () => {
  await asAdministrator(world, createScope, {
    api: 'billing',
    name: 'invoices:delete',
    operations: ['deleteInvoice'],
  });
  const scopes = ['billing/invoices:read', 'billing/invoices:delete'];
  await asAdministrator(world, setGroupScopes, { group: 'billing', scopes });
  for (const [name, restriction, usedDaysAgo] of [
    ['powerful and idle', undefined, 95],
    ['powerful and never used', undefined, null],
    ['powerful and busy', undefined, 2],
    ['reader', ['invoices:read'], 95],
  ] as const) {
    const { token } = await asAdministrator(world, createToken, {
      ...{ identity: fixture.service.id, group: 'billing', name },
      ...(restriction && { scopes: [...restriction] }),
    });
    await world.owner
      .update(tokens)
      .set({
        createdAt: sql`now() - interval '100 days'`,
        expiresAt: sql`now() + interval '60 days'`,
      })
      .where(eq(tokens.id, token.id));
    if (usedDaysAgo === null) continue;
    const at = new Date(Date.now() - usedDaysAgo * 86_400_000);
    await world.owner.insert(tokenUsage).values({
      ...{ tokenId: token.id, firstUsedAt: at, lastUsedAt: at, lastAllowedAt: at },
      ...{ allowedCount: 1, deniedCount: 0 },
    });
  }
  await world.owner.execute(sql`update groups set max_ttl_seconds = 400 * 86400`);
});

const ask = () => contextOf(world.db, world.administrator);

it('a token that can change something and was not used for 90 days needs attention', async () => {
  const found = await runQuery(getOverview, ask(), {});
  if (!found.ok) throw new Error(found.message);
  const named = (kind: string) =>
    found.value.attention
      .find((item) => item.kind === kind)
      ?.lines.map(({ token }) => token.name)
      .sort();
  expect(named('powerful_unused')).toEqual(['powerful and idle', 'powerful and never used']);
  // What has a line of its own is not told twice.
  expect(named('unused')).toEqual(['reader']);
});

it('and is found in the list by the same two words', async () => {
  const found = await runQuery(listTokens, ask(), { powerful: 'yes', unusedForDays: 90 });
  if (!found.ok) throw new Error(found.message);
  expect(found.value.items.map(({ name }) => name).sort()).toEqual([
    'powerful and idle',
    'powerful and never used',
  ]);
  const readers = await runQuery(listTokens, ask(), { powerful: 'no', q: 'reader' });
  expect(readers).toMatchObject({ ok: true, value: { total: 1 } });
});

import { and, eq, inArray, not, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { parentEnded } from '@/domain/decision/ancestors-sql';
import { listGroups } from '@/domain/groups/list-groups';
import { getOverview } from '@/domain/overview/get-overview';
import { listAttention } from '@/domain/overview/list-attention';
import { snoozeAttention, unsnoozeAttention } from '@/domain/overview/snooze-attention';
import { listScopes } from '@/domain/scopes/list-scopes';
import { crowd } from '@/domain/testing/crowd';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { listTokens } from '@/domain/tokens/list-tokens';
import { UNUSED_DAYS } from '@/domain/tokens/token-facts';
import {
  BLOCKED_BY,
  breaksPolicy,
  isIdle,
  TOKEN_STATUSES,
  type TokenView,
  WORKING_STATUSES,
} from '@/domain/tokens/token-view';

const DAY_MS = 86_400_000;

beforeAll(() => crowd(world, fixture));

async function list(actor: Actor, input: object) {
  const found = await runQuery(listTokens, contextOf(world.db, actor), input);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

/** Every token that a list has, one by one. */
async function listAll(actor: Actor): Promise<TokenView[]> {
  const items: TokenView[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(actor, { limit: 200, sort: 'expiresAt', cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

/** How many there are of each, as facets say it. */
function tally(values: readonly (string | null)[]) {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

const tallied = (counted: readonly { id?: string; value?: string | null; count: number }[]) =>
  Object.fromEntries(counted.map(({ id, value, count }) => [id ?? value, count]));

const works = ({ status }: TokenView) => (WORKING_STATUSES as readonly string[]).includes(status);

describe('what is counted of tokens is what a list of them all shows', () => {
  it('in a crowd that has one of each', async () => {
    const all = await listAll(world.administrator);
    const statuses = new Set(all.map(({ status }) => status));
    expect(statuses).toEqual(new Set(TOKEN_STATUSES));
    const blocked = new Set(all.map(({ blockedBy }) => blockedBy));
    expect(blocked).toEqual(new Set([null, ...BLOCKED_BY]));
  });

  it.for(['administrator', 'lead', 'member', 'outsider'] as const)(
    'as facets, to %s',
    async (who) => {
      const actor =
        who === 'administrator' ? world.administrator : await signedIn(world.db, fixture[who].id);
      const all = await listAll(actor);
      const { facets, total } = await list(actor, { include: 'facets' });
      expect(total).toBe(all.length);
      expect(all.length).toBeGreaterThan(20);
      expect(tallied(facets?.status ?? [])).toEqual(tally(all.map(({ status }) => status)));
      expect(tallied(facets?.blockedBy ?? [])).toEqual(tally(all.map((token) => token.blockedBy)));
      expect(tallied(facets?.kind ?? [])).toEqual(tally(all.map(({ kind }) => kind)));
      expect(tallied(facets?.groups ?? [])).toEqual(tally(all.map(({ group }) => group.id)));
      expect(tallied(facets?.identities ?? [])).toEqual(
        tally(all.map((token) => token.identity.id)),
      );
    },
  );

  it('as the total of what is chosen, whether facets are asked for or not', async () => {
    const all = await listAll(world.administrator);
    const isMax = ({ identity }: TokenView) => identity.id === fixture.member.id;
    const isIn = (slug: string) => (token: TokenView) => token.group.slug === slug;
    const cases: [object, (token: TokenView) => boolean][] = [
      [{ status: 'active' }, ({ status }) => status === 'active'],
      [
        { status: ['idle', 'expiring', 'rotating'], group: 'vault' },
        (token) => isIn('vault')(token) && ['idle', 'expiring', 'rotating'].includes(token.status),
      ],
      [{ blockedBy: 'parent_ended' }, ({ blockedBy }) => blockedBy === 'parent_ended'],
      [
        { blockedBy: ['policy_not_met', 'group_frozen'], kind: 'service' },
        ({ kind, blockedBy }) =>
          kind === 'service' && (blockedBy === 'policy_not_met' || blockedBy === 'group_frozen'),
      ],
      [{ status: 'active', blockedBy: 'group_frozen' }, () => false],
      [
        { identity: [fixture.member.id, 'mailer'] },
        (token) => isMax(token) || token.identity.id === fixture.service.id,
      ],
      [
        { identity: fixture.member.id, q: 'token 1' },
        (token) => isMax(token) && token.name.startsWith('token 1'),
      ],
      [
        { group: [fixture.group.id, 'cellar'], kind: 'personal' },
        (token) => token.kind === 'personal' && (isIn('billing')(token) || isIn('cellar')(token)),
      ],
    ];
    for (const [filters, isChosen] of cases) {
      const totals = [
        (await list(world.administrator, filters)).total,
        (await list(world.administrator, { ...filters, include: 'facets' })).total,
      ];
      const wanted = all.filter(isChosen).length;
      expect(totals, JSON.stringify(filters)).toEqual([wanted, wanted]);
    }
  });

  it('less what was put off, wherever that is', async () => {
    const read = async () => {
      const asked = { kind: 'unused', limit: 200 } as const;
      const found = await runQuery(listAttention, contextOf(world.db, world.administrator), asked);
      if (!found.ok) throw new Error(found.message);
      return found.value;
    };
    const before = await read();
    const last = before.items.at(-1)?.id ?? '';
    const until = new Date(Date.now() + DAY_MS).toISOString();
    await asAdministrator(world, snoozeAttention, { token: last, kind: 'unused', until });
    const found = await runQuery(getOverview, contextOf(world.db, world.administrator), {});
    const item = found.ok ? found.value.attention.find(({ kind }) => kind === 'unused') : undefined;
    expect(item?.count).toBe(before.total - 1);
    expect((await read()).items).toEqual(before.items.slice(0, -1));
    await asAdministrator(world, unsnoozeAttention, { token: last, kind: 'unused' });
  });

  it('as what works and what needs attention', async () => {
    const found = await runQuery(getOverview, contextOf(world.db, world.administrator), {});
    if (!found.ok) throw new Error(found.message);
    const all = await listAll(world.administrator);
    const isOlder = (at: string, days: number) => Date.parse(at) < Date.now() - days * DAY_MS;
    const wanted: Record<string, (token: TokenView) => boolean> = {
      policy_not_met: ({ blockedBy }) => blockedBy === 'policy_not_met',
      awaiting: ({ status }) => status === 'awaiting',
      over_powered: (token) =>
        works(token) && token.group.slug === 'administrators' && token.scopes === null,
      expiring: ({ status, kind }) => status === 'expiring' && kind === 'service',
      unused: (token) =>
        works(token) &&
        isOlder(token.createdAt, UNUSED_DAYS / 2) &&
        (token.lastUsedAt === null || isOlder(token.lastUsedAt, UNUSED_DAYS)),
    };
    expect(found.value.liveTokens).toBe(all.filter(works).length);
    for (const [kind, isWanted] of Object.entries(wanted)) {
      const those = all.filter(isWanted);
      expect(those.length, kind).toBeGreaterThan(2);
      const item = found.value.attention.find((one) => one.kind === kind);
      expect(item?.count, kind).toBe(those.length);
      const first = those
        .slice(0, 5)
        .map(({ name, identity, lastUsedAt }) => ({ name, identity, lastUsedAt }));
      expect(
        item?.lines.map(({ token }) => token),
        kind,
      ).toMatchObject(first);
    }
  });
});

const live = and(
  ...[eq(tokens.state, 'active'), sql`${tokens.expiresAt} > now()`],
  sql`(${tokens.retiresAt} is null or ${tokens.retiresAt} > now())`,
);

describe('what is counted of tokens is what each says by itself', () => {
  it('for the living and the unended ones of a group, whoever holds them', async () => {
    const found = await runQuery(listGroups, contextOf(world.db, world.administrator), {});
    if (!found.ok) throw new Error(found.message);
    for (const group of found.value.items) {
      const own = eq(tokens.groupId, group.id);
      const count = async (where: typeof live) =>
        (
          await world.db
            .select({ id: tokens.id })
            .from(tokens)
            .innerJoin(groups, eq(groups.id, tokens.groupId))
            .where(and(own, where))
        ).length;
      const fit = and(live, not(isIdle), not(breaksPolicy), not(parentEnded));
      const unended = sql`${tokens.state} <> 'revoked' and ${tokens.expiresAt} > now()`;
      const counts = [group.liveTokenCount, group.unendedTokenCount];
      expect(counts, group.slug).toEqual([await count(fit), await count(unended)]);
    }
    const living = found.value.items.filter(({ liveTokenCount }) => liveTokenCount > 2);
    expect(living.map(({ slug }) => slug).sort()).toEqual([
      'administrators',
      'billing',
      'cellar',
      'vault',
    ]);
  });

  it('for the living ones that hold a scope', async () => {
    const found = await runQuery(listScopes, contextOf(world.db, world.administrator), {
      api: 'billing',
    });
    if (!found.ok) throw new Error(found.message);
    const [scope] = found.value.items;
    const those = await world.db
      .select({ id: tokens.id, restricted: tokens.restricted, scope: tokenScopes.scopeId })
      .from(tokens)
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .leftJoin(tokenScopes, eq(tokenScopes.tokenId, tokens.id))
      .where(and(inArray(groups.slug, ['billing', 'vault']), live));
    const holding = those.filter((token) => !token.restricted || token.scope === scope?.id);
    expect(scope?.liveTokenCount).toBe(holding.length);
    expect(holding.length).toBeLessThan(those.length);
    expect(holding.filter(({ restricted }) => restricted).length).toBeGreaterThan(3);
  });
});

import { and, eq, inArray, sql } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import type { Database } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { KEYWARD_API, VERIFY_SCOPE } from '@/domain/base/built-ins';
import { createScope } from '@/domain/scopes/create-scope';
import { crowd } from '@/domain/testing/crowd';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { shiftClock } from '@/domain/testing/shifted-clock';
import { mintOwn } from '@/domain/testing/world';
import { countEndings, knownEndings } from './count-endings';
import { countStandings, totalOf } from './count-standings';
import { standingsWithin } from './known-standings';
import type { CountedOfGroup } from './remembered-counts';

const EVERYWHERE = { everywhere: true, groupIds: [], identityId: null };
const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

beforeAll(async () => {
  await crowd(world, fixture);
  const write = { api: 'billing', name: 'invoices:delete', operations: ['deleteInvoice'] };
  await asAdministrator(world, createScope, write);
  // The only scope of its group: it is no power over tokens.
  await world.owner.execute(sql`insert into group_scopes (group_id, scope_id, granted_by, granted_by_name)
    select ${groups.id}, ${scopes.id}, 'test', 'test' from ${groups}, ${scopes}
    where ${groups.slug} = 'cellar' and ${isVerifyScope}`);
});

const told = (rows: readonly CountedOfGroup[]) =>
  rows.map(({ changesAt: _changesAt, ...row }) => JSON.stringify(row)).sort();
const known = async (db: Database = world.db) => told(await standingsWithin(db, EVERYWHERE));
const counted = async (db: Database = world.db) => told(await countStandings(db, 'all'));
/** What is remembered of when tokens end is what is counted of it. */
async function expectEndingsKnown(db: Database = world.db) {
  const endings = await countEndings(db, 'all');
  expect(endings.length).toBeGreaterThan(20);
  expect(told(await knownEndings(db))).toEqual(told(endings));
}

const ofToken = (id: string) => eq(tokens.id, id);
const ofGroup = () => eq(groups.id, fixture.group.id);
const ofMember = () => eq(identities.id, fixture.member.id);
const isVerifyScope = sql`(${eq(scopes.name, VERIFY_SCOPE)} and ${scopes.builtIn})`;
const isDeleteScope = sql`${scopes.name} = 'invoices:delete'`;
const deleteScope = () => world.owner.select({ id: scopes.id }).from(scopes).where(isDeleteScope);
const isRestrictedHere = () =>
  sql`${tokens.restricted} and ${tokens.groupId} = ${fixture.group.id} and ${tokens.parentId} is null`;
/** Tokens that could lie unused, being old enough. */
const isOld = sql`${tokens.createdAt} < now() - interval '16 days' and ${tokens.expiresAt} > now()
  and ${tokens.state} = 'active' and ${tokens.retiresAt} is null`;
const held = () =>
  and(eq(memberships.groupId, fixture.group.id), eq(memberships.identityId, fixture.member.id));

const AS_NEW = `idle_from = now(), retires_at = null, created_at = now() - interval '10 days',
  expires_at = now() + interval '90 days'`;
/** What happens by itself after 10, 20, 30, 40 and 50 minutes, and after 70, 80 and 90. */
const LIVES = [
  `expires_at = now() + interval '10 minutes'`,
  `expires_at = now() + interval '7 days 20 minutes'`,
  `retires_at = now() + interval '30 minutes'`,
  `created_at = now() - interval '60 days' + interval '40 minutes'`,
  `idle_from = now() - interval '20 days' + interval '50 minutes'`,
  `created_at = now() - interval '15 days' + interval '70 minutes'`,
  `created_at = now() - interval '40 days'`,
  `created_at = now() - interval '100 days'`,
];
/** When those were used last. */
const USES: Readonly<Record<number, string>> = {
  6: `now() - interval '30 days' + interval '80 minutes'`,
  7: `now() - interval '90 days' + interval '90 minutes'`,
};

/** Each changes how tokens stand, beside every command: as whoever writes to the database may. */
const CHANGES: readonly [string, () => Promise<unknown>][] = [
  [
    'a token is minted',
    () => mintOwn(world.db, fixture.member.id, { group: 'billing', name: 'new' }),
  ],
  [
    'a token is suspended',
    () =>
      world.owner
        .update(tokens)
        .set({ state: 'suspended' })
        .where(ofToken(fixture.memberToken.token.id)),
  ],
  [
    'a token is resumed',
    () =>
      world.owner
        .update(tokens)
        .set({ state: 'active' })
        .where(ofToken(fixture.memberToken.token.id)),
  ],
  [
    'a token is put into another group',
    () =>
      world.owner
        .update(tokens)
        .set({ groupId: sql`(select id from groups where slug = 'vault')` })
        .where(ofToken(fixture.memberToken.token.id)),
  ],
  [
    'a token is deleted',
    () => world.owner.delete(tokens).where(ofToken(fixture.colleagueToken.token.id)),
  ],
  [
    'a membership ends',
    () =>
      world.owner
        .update(memberships)
        .set({
          createdAt: sql`now() - interval '2 days'`,
          expiresAt: sql`now() - interval '1 day'`,
        })
        .where(held()),
  ],
  [
    'a membership lasts longer',
    () => world.owner.update(memberships).set({ expiresAt: null }).where(held()),
  ],
  ['a membership is taken away', () => world.owner.delete(memberships).where(held())],
  [
    'a membership is given',
    () =>
      world.owner.insert(memberships).values({
        ...{ groupId: fixture.group.id, identityId: fixture.member.id },
        ...{ addedBy: 'test', addedByName: 'test' },
      }),
  ],
  [
    'a person is suspended',
    () => world.owner.update(identities).set({ state: 'suspended' }).where(ofMember()),
  ],
  [
    'a person is resumed',
    () => world.owner.update(identities).set({ state: 'active' }).where(ofMember()),
  ],
  ['a group is frozen', () => world.owner.update(groups).set({ state: 'frozen' }).where(ofGroup())],
  ['a group is thawed', () => world.owner.update(groups).set({ state: 'active' }).where(ofGroup())],
  [
    'a group gets a stricter policy',
    () => world.owner.update(groups).set({ rotationPeriodSeconds: DAY_S }).where(ofGroup()),
  ],
  [
    'the organisation gets a ceiling',
    () => world.owner.update(organisationPolicy).set({ idleLimitSeconds: HOUR_S }),
  ],
  [
    'the organisation takes it back',
    () => world.owner.update(organisationPolicy).set({ idleLimitSeconds: null }),
  ],
  [
    'tokens that lay unused are used',
    () =>
      world.owner.execute(sql`update token_usage set last_used_at = now() from ${tokens}
        where token_id = ${tokens.id} and last_used_at < now() - interval '31 days' and ${isOld}`),
  ],
  [
    'what was recorded of uses is set back',
    () =>
      world.owner.execute(sql`update token_usage set last_used_at = now() - interval '45 days' from ${tokens}
        where token_id = ${tokens.id} and last_used_at > now() - interval '1 day' and ${isOld}`),
  ],
  [
    'tokens that were never used are used',
    () =>
      world.owner.execute(sql`insert into token_usage
        (token_id, first_used_at, last_used_at, allowed_count, denied_count)
        select ${tokens.id}, now(), now(), 1, 0 from ${tokens} where ${isOld}
          and not exists (select from token_usage where token_id = ${tokens.id})`),
  ],
  ['uses are forgotten', () => world.owner.execute(sql`delete from token_usage`)],
  [
    'a group gets a scope that can change something',
    () =>
      world.owner.execute(sql`insert into group_scopes (group_id, scope_id, granted_by, granted_by_name)
        select ${fixture.group.id}, ${scopes.id}, 'test', 'test' from ${scopes} where ${isDeleteScope}`),
  ],
  [
    'tokens are cut down to that scope',
    () =>
      world.owner.execute(sql`insert into token_scopes (token_id, scope_id)
        select ${tokens.id}, ${scopes.id} from ${tokens}, ${scopes} where ${isRestrictedHere()} and ${isDeleteScope}`),
  ],
  [
    'tokens are no longer cut down to it',
    () =>
      world.owner
        .delete(tokenScopes)
        .where(
          inArray(
            tokenScopes.scopeId,
            world.owner.select({ id: scopes.id }).from(scopes).where(isDeleteScope),
          ),
        ),
  ],
  [
    'an operation changes nothing any more',
    () =>
      world.owner
        .update(operations)
        .set({ method: 'GET' })
        .where(eq(operations.name, 'deleteInvoice')),
  ],
  [
    'an operation changes something',
    () =>
      world.owner
        .update(operations)
        .set({ method: 'DELETE' })
        .where(eq(operations.name, 'deleteInvoice')),
  ],
  [
    'an operation leaves its scope',
    () =>
      world.owner
        .delete(scopeOperations)
        .where(
          inArray(
            scopeOperations.scopeId,
            world.owner.select({ id: scopes.id }).from(scopes).where(isDeleteScope),
          ),
        ),
  ],
  [
    'an operation comes into a scope',
    () =>
      world.owner.execute(sql`insert into scope_operations (api_id, scope_id, operation_id)
        select ${scopes.apiId}, ${scopes.id}, ${operations.id} from ${scopes}, ${operations}
        where ${isDeleteScope} and ${operations.apiId} = ${scopes.apiId} and ${operations.name} = 'deleteInvoice'`),
  ],
  [
    'a group loses that scope',
    () => world.owner.delete(groupScopes).where(inArray(groupScopes.scopeId, deleteScope())),
  ],
  [
    'a scope of the verifier is called otherwise',
    () => world.owner.update(scopes).set({ name: 'other' }).where(isVerifyScope),
  ],
  [
    'it is called so again',
    () =>
      world.owner
        .update(scopes)
        .set({ name: VERIFY_SCOPE })
        .where(and(eq(scopes.name, 'other'), scopes.builtIn)),
  ],
  [
    'an API is called otherwise',
    () => world.owner.update(apis).set({ slug: 'other' }).where(eq(apis.slug, KEYWARD_API)),
  ],
  [
    'the API is called so again',
    () => world.owner.update(apis).set({ slug: KEYWARD_API }).where(eq(apis.slug, 'other')),
  ],
];

describe('how tokens are remembered to stand and to end', () => {
  it.for(CHANGES)('is how they stand when %s', async ([, change]) => {
    const before = await known();
    expect(before).toEqual(await counted());
    await expectEndingsKnown();
    await change();
    const after = await counted();
    expect(after).not.toEqual(before);
    expect(await known()).toEqual(after);
    await expectEndingsKnown();
  });

  it('leaves what ends to nobody where whoever leads is suspended', async () => {
    const before = told(await knownEndings(world.db));
    const isLead = eq(identities.id, fixture.lead.id);
    await world.owner.update(identities).set({ state: 'suspended' }).where(isLead);
    await expectEndingsKnown();
    expect(told(await knownEndings(world.db))).not.toEqual(before);
  });

  it('is counted once: who asks again where nothing changed has one look', async () => {
    await world.owner.update(organisationPolicy).set({ idleLimitSeconds: null });
    await world.owner.update(groups).set({ idleLimitSeconds: null });
    await known();
    const query = vi.spyOn(world.db.$client, 'query');
    await known();
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
  });

  it('takes in a transaction that began before the last look and committed after it', async () => {
    const { id } = fixture.serviceToken.token;
    const before = await known();
    await world.owner.transaction(async (tx) => {
      await tx
        .update(tokens)
        .set({ name: 'held up', expiresAt: sql`now() + interval '1 minute'` })
        .where(ofToken(id));
      // A younger transaction is committed first, and seen.
      await world.owner.update(groups).set({ state: 'frozen' }).where(eq(groups.slug, 'vault'));
      const between = await known();
      expect(between).not.toEqual(before);
      expect(between).toEqual(await counted());
      await known();
    });
    const after = await counted();
    expect(await known()).toEqual(after);
    expect(after.join()).not.toBe(before.join());
  });

  it('keeps nothing of a transaction that is rolled back, nor of one that looks itself', async () => {
    const before = await known();
    const undone = world.db.transaction(async (tx) => {
      await tx.update(tokens).set({ state: 'suspended' }).where(eq(tokens.state, 'active'));
      const inside = told(await standingsWithin(tx, EVERYWHERE));
      expect(inside).not.toEqual(before);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await known()).toEqual(before);
  });

  it('is what is within reach of the reader', async () => {
    const all = await standingsWithin(world.db, EVERYWHERE);
    const reach = {
      everywhere: false,
      groupIds: [fixture.group.id],
      identityId: fixture.service.id,
    };
    const within = await standingsWithin(world.db, reach);
    const wanted = all.filter(
      ({ groupId, identityId }) =>
        groupId === fixture.group.id || identityId === fixture.service.id,
    );
    expect(told(within)).toEqual(told(wanted));
    expect(totalOf(within)).toBeLessThan(totalOf(all));
  });

  it('changes with time alone, each at its moment', async () => {
    const limits = { rotationPeriodSeconds: 60 * DAY_S, idleLimitSeconds: 20 * DAY_S };
    await world.owner.update(organisationPolicy).set({ maxTtlSeconds: null });
    await world.owner
      .update(groups)
      .set({ state: 'active', maxTtlSeconds: 400 * DAY_S, ...limits });
    await world.owner.update(identities).set({ state: 'active' });
    await world.owner.execute(sql`delete from token_usage`);
    for (const [index, life] of LIVES.entries()) {
      const those = sql`state = 'active' and parent_id is null and abs(hashtext(id)) % ${LIVES.length} = ${index}`;
      await world.owner.execute(sql`update tokens set ${sql.raw(AS_NEW)} where ${those}`);
      await world.owner.execute(sql`update tokens set ${sql.raw(life)} where ${those}`);
      const used = USES[index];
      if (used === undefined) continue;
      await world.owner.execute(sql`insert into token_usage
        (token_id, first_used_at, last_used_at, allowed_count, denied_count)
        select id, ${sql.raw(used)}, ${sql.raw(used)}, 1, 0 from tokens where ${those}`);
    }
    const ending = { createdAt: sql`now()`, expiresAt: sql`now() + interval '60 minutes'` };
    const ofService = eq(memberships.identityId, fixture.service.id);
    await world.owner.update(memberships).set(ending).where(ofService);
    const shifted = await shiftClock(world);
    try {
      const seen = new Set<string>([(await known(shifted.db)).join()]);
      // Less than what makes all be counted anew.
      for (const minutes of [15, 25, 35, 45, 55, 65, 75, 85, 95]) {
        await shifted.advance((minutes === 15 ? 15 : 10) * 60);
        const now = await counted(shifted.db);
        expect(await known(shifted.db), `after ${minutes} minutes`).toEqual(now);
        await expectEndingsKnown(shifted.db);
        expect(seen).not.toContain(now.join());
        seen.add(now.join());
      }
    } finally {
      await shifted.close();
    }
  });

  // The last of all: the log is broken afterwards.
  it('counts all anew where the log is not the one of before: a backup was restored', async () => {
    await known();
    await world.owner.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx
        .update(tokens)
        .set({ state: 'suspended' })
        .where(ofToken(fixture.serviceToken.token.id));
      await tx.execute(
        sql`update audit_events set hash = reverse(hash) where seq = (select seq from audit_head)`,
      );
    });
    expect(await known()).toEqual(await counted());
  });
});

import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { apis, operations, scopes } from '@/db/schema/apis';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { createApi } from '@/domain/apis/create-api';
import { createGroup } from '@/domain/groups/create-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { applied, apply, exported, planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince } from '@/domain/testing/traces';

/** Runs `work` in a world whose changes are all taken back. */
const within = <Value>(work: (inside: typeof world) => Promise<Value>) =>
  rolledBack(world, (db) => work({ ...world, db } as typeof world));

it('holds every deletion back without prune, and says so', () =>
  within(async (inside) => {
    const file = await exported(inside);
    await asAdministrator(inside, createApi, { slug: 'extra', name: 'Extra' });
    await asAdministrator(inside, createScope, { api: 'extra', name: 'extra:read' });
    await asAdministrator(inside, createGroup, { slug: 'extra', name: 'Extra' });
    await asAdministrator(inside, createIdentity, { type: 'service', name: 'extra' });
    const plan = await planned(inside, file);
    expect(plan.lines).toEqual([
      '- group extra (held)',
      '- scope extra/extra:read (held)',
      '- API extra (held)',
      '- service account extra (held)',
    ]);
    expect(plan).toMatchObject({ held: 4, counts: { create: 0, update: 0, delete: 0 } });
    const head = await auditHead(inside.db);
    await applied(inside, file);
    expect(await auditHead(inside.db)).toBe(head);
    await applied(inside, file, { prune: true });
    expect((await eventsSince(inside.db, head)).map(({ action }) => action)).toEqual([
      'groups.delete',
      'scopes.delete',
      'apis.delete',
      'identities.suspend',
    ]);
    expect(await inside.db.$count(apis, eq(apis.slug, 'extra'))).toBe(0);
    expect(await inside.db.$count(scopes, eq(scopes.name, 'extra:read'))).toBe(0);
    expect(await inside.db.$count(groups, eq(groups.slug, 'extra'))).toBe(0);
    const suspended = and(eq(identities.slug, 'extra'), eq(identities.state, 'suspended'));
    expect(await inside.db.$count(identities, suspended)).toBe(1);
    expect((await planned(inside, file, { prune: true })).changes).toEqual([]);
  }));

it('ends a service account’s membership with prune alone, and its tokens with it', () =>
  within(async (inside) => {
    const file = 'version: 1\ngroups:\n  billing:\n    serviceAccounts: []\n';
    const here = and(
      eq(memberships.groupId, fixture.group.id),
      eq(memberships.identityId, fixture.service.id),
    );
    await applied(inside, file);
    expect(await inside.db.$count(memberships, here)).toBe(1);
    const plan = await planned(inside, file, { prune: true });
    expect(plan.consequences).toEqual([
      {
        ...{ group: 'billing', stopped: 1, working: 0 },
        ...{ gain: { tokens: 0, operations: 0 }, lose: { tokens: 0, operations: 0 } },
      },
    ]);
    await applied(inside, file, { prune: true });
    expect(await inside.db.$count(memberships, here)).toBe(0);
    const [token] = await inside.db
      .select()
      .from(tokens)
      .where(eq(tokens.id, fixture.serviceToken.token.id));
    expect(token?.state).toBe('revoked');
    // People are not the file's: nobody of them has left.
    const left = eq(memberships.groupId, fixture.group.id);
    expect(await inside.db.$count(memberships, left)).toBe(3);
  }));

it('removes operations with prune alone, and every grant of theirs', () =>
  within(async (inside) => {
    const file = `version: 1
apis:
  billing:
    operations:
      createInvoice: { route: POST /invoices, manual: true }
      deleteInvoice: { route: 'DELETE /invoices/{id}', manual: true }
    scopes:
      invoices:read: { operations: [] }
`;
    await applied(inside, file);
    const ofBilling = eq(operations.apiId, fixture.api.id);
    expect(await inside.db.$count(operations, ofBilling)).toBe(3);
    await applied(inside, file, { prune: true });
    expect(await inside.db.$count(operations, ofBilling)).toBe(2);
  }));

it('does not delete what is in use, and says where the file leaves it out', async () => {
  const file = 'version: 1\ngroups: {}\n';
  const plan = await planned(world, file, { prune: true });
  expect(plan).toMatchObject({
    consequences: null,
    refused: { code: 'group_has_tokens', toAnybody: true },
  });
  expect(plan.refused?.message).toMatch(/^Line 2:\d+: groups: 3 living tokens act in Billing/);
  expect(await apply(world, file, { prune: true })).toMatchObject({ code: 'group_has_tokens' });
  expect(await world.db.$count(groups, eq(groups.slug, 'billing'))).toBe(1);
});

it('never deletes what is built in', async () => {
  const file = 'version: 1\napis: {}\nserviceAccounts: {}\n';
  const { lines } = await planned(world, file, { prune: true });
  expect(lines).toEqual([
    '- scope billing/invoices:read',
    '- API billing',
    '- service account mailer',
  ]);
});

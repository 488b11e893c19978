import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { applied, apply, planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { codeFor } from '@/domain/testing/probes';

const tokenWorks = () => codeFor(world, fixture.serviceToken.secret, 'listInvoices');

it('another name is a change: the group keeps its id, its members and its tokens', async () => {
  const file =
    'version: 1\ngroups:\n  billing: { name: Invoicing }\nserviceAccounts:\n  mailer: { name: Post }\n';
  const { changes, consequences } = await planned(world, file);
  expect(changes).toMatchObject([
    { verb: 'update', kind: 'service account', fields: [{ name: 'name', before: 'mailer' }] },
    { verb: 'update', kind: 'group', fields: [{ name: 'name', before: 'Billing' }] },
  ]);
  expect(consequences).toEqual([]);
  await applied(world, file);
  const [row] = await world.db.select().from(groups).where(eq(groups.slug, 'billing'));
  expect(row).toMatchObject({ id: fixture.group.id, name: 'Invoicing' });
  expect(await tokenWorks()).toBe('allowed');
});

it('another key is another thing: the old one stays, and is not deleted while tokens act in it', async () => {
  const file = `version: 1
groups:
  invoicing:
    scopes: [billing/invoices:read]
    serviceAccounts: [mailer]
`;
  expect((await planned(world, file)).lines).toEqual([
    '+ group invoicing',
    '~ scopes of group invoicing',
    '~ service accounts of group invoicing',
    '- group billing (held)',
  ]);
  expect(await apply(world, file, { prune: true })).toMatchObject({ code: 'group_has_tokens' });
  expect(await world.db.$count(groups, eq(groups.slug, 'invoicing'))).toBe(0);
  await applied(world, file);
  expect(await tokenWorks()).toBe('allowed');
});

import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { updateGroup } from '@/domain/groups/update-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { applied, exported, planned } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { auditHead, eventsSince } from '@/domain/testing/traces';

const FILE = `version: 1
apis:
  billing:
    scopes:
      invoices:read:
        operations: [listInvoices]
      invoices:write:
        operations: [createInvoice]
serviceAccounts:
  mailer: {}
  runner:
    name: Deploy runner
groups:
  billing:
    policy:
      maxTtlSeconds: 86400
      defaultTtlSeconds: 3600
    scopes: [billing/invoices:read, billing/invoices:write]
    serviceAccounts:
      - mailer
      - account: runner
        until: 2099-01-01T00:00:00Z
`;

it('says every change of the file in the order in which it is made, and makes it so', async () => {
  const { lines, refused, fingerprint } = await planned(world, FILE);
  expect(refused).toBeNull();
  expect(lines).toEqual([
    '+ service account runner',
    '+ scope billing/invoices:write',
    '~ group billing',
    '~ scopes of group billing',
    '~ service accounts of group billing',
  ]);
  const head = await auditHead(world.db);
  await applied(world, FILE, { expect: fingerprint, reason: 'release 7' });
  const events = await eventsSince(world.db, head);
  expect(events.map(({ action }) => action)).toEqual([
    'identities.create',
    'scopes.create',
    'groups.update',
    'groups.setScopes',
    'groups.editMembers',
  ]);
  for (const event of events) {
    expect(event).toMatchObject({ outcome: 'done', reason: 'release 7' });
    expect(event.requestId).toBe(events[0]?.requestId);
  }
});

it('changes nothing, and records nothing, where everything is as the file says', async () => {
  const head = await auditHead(world.db);
  expect((await applied(world, FILE)).value.changes).toEqual([]);
  expect(await auditHead(world.db)).toBe(head);
});

it('leaves alone what the file doesn’t name: fields, things, and whole sections', async () => {
  const [before] = await world.db.select().from(groups).where(eq(groups.slug, 'billing'));
  const file = 'version: 1\ngroups:\n  billing:\n    description: Invoices\n';
  const { lines } = await planned(world, file, { prune: true });
  expect(lines).toEqual(['~ group billing']);
  await applied(world, file, { prune: true });
  const [after] = await world.db.select().from(groups).where(eq(groups.slug, 'billing'));
  expect(after).toEqual({ ...before, description: 'Invoices', updatedAt: after?.updatedAt });
});

it('shows what somebody changed by hand, and takes it back', async () => {
  await asAdministrator(world, updateGroup, {
    group: 'billing',
    policy: { maxTtlSeconds: 172_800 },
  });
  const drift = await planned(world, FILE);
  expect(drift.changes).toMatchObject([
    {
      ...{ verb: 'update', kind: 'group', name: 'billing' },
      fields: [{ name: 'maxTtlSeconds', before: '172800', after: '86400' }],
    },
  ]);
  await applied(world, FILE);
  expect((await planned(world, FILE)).changes).toEqual([]);
});

it('starts nothing again that was stopped, unless the file says so', async () => {
  await asAdministrator(world, suspendIdentity, { identity: 'runner' });
  expect((await planned(world, FILE)).changes).toEqual([]);
  expect(await exported(world)).toContain(
    '  runner:\n    name: Deploy runner\n    suspended: true',
  );
  await applied(world, 'version: 1\nserviceAccounts:\n  runner:\n    suspended: false\n');
  const [runner] = await world.db.select().from(identities).where(eq(identities.slug, 'runner'));
  expect(runner?.state).toBe('active');
});

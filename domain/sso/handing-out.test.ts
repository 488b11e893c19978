import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { ssoMappings } from '@/db/schema/sso';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { setMappings } from './set-mappings';

/** Somebody who may set mappings, and holds nothing else of Keyward's. */
beforeAll(async (furnished) => {
  const scope = { api: 'keyward', name: 'map-groups', operations: OPERATIONS };
  await asAdministrator(world, createScope, scope);
  await asAdministrator(world, createGroup, { slug: 'sso-desk', name: 'SSO desk' });
  const scopes = { group: 'sso-desk', scopes: ['keyward/map-groups'] };
  await asAdministrator(world, setGroupScopes, scopes);
  const add = [{ identity: furnished.outsider.id, role: 'member' as const }];
  await asAdministrator(world, editMembers, { group: 'sso-desk', add });
});

const OPERATIONS = ['ssoProviders.setMappings', 'ssoProviders.get'];
const mapTo = async (group: string) =>
  runCommand(setMappings, contextOf(world.db, await signedIn(world.db, fixture.outsider.id)), {
    provider: fixture.ssoProvider,
    mappings: [{ externalGroup: 'everybody', group }],
  });

it('who may set mappings may map a group that controls nothing of Keyward', async () => {
  expect(await mapTo('billing')).toMatchObject({ ok: true });
});

it.each(['administrators', 'auditors'])(
  'nobody maps a group to %s, whose rights they lack',
  async (group) => {
    const mappings = () =>
      world.db
        .select({ slug: groups.slug })
        .from(ssoMappings)
        .innerJoin(groups, eq(groups.id, ssoMappings.groupId));
    const before = await mappings();
    const refused = await mapTo(group);
    expect(refused).toMatchObject({ ok: false, kind: 'forbidden' });
    expect(await mappings()).toEqual(before);
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.outcome, 'denied'));
    expect(event).toMatchObject({ action: 'ssoProviders.setMappings' });
  },
);

import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { listHoldings } from '@/domain/identities/list-holdings';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { createService } from './create-service';
import { offboardIdentity } from './offboard-identity';

let robot: string;

const context = () => contextOf(world.db, world.administrator);
const caredForBy = async (identity: string) => {
  const found = await runQuery(listHoldings, context(), { identity });
  return found.ok ? found.value.serviceAccounts : [];
};
const ownerOf = async (identity: string) => {
  const found = await runQuery(getIdentity, context(), { identity });
  return found.ok ? found.value.owner?.slug : found.code;
};

beforeAll(async () => {
  await asAdministrator(world, createGroup, { slug: 'parcels', name: 'Parcels' });
  const lead = await signedIn(world.db, fixture.lead.id);
  const input = { group: 'billing', name: 'robot', slug: 'robot' };
  robot = (await done(world.db, lead, createService, input)).id;
  const add = [{ identity: robot }];
  await asAdministrator(world, editMembers, { group: 'parcels', add });
});

it('whoever leads a group looks after its accounts, and nobody after those of other groups', async () => {
  const { service } = fixture;
  expect(await caredForBy(fixture.lead.id)).toEqual([
    expect.objectContaining({
      ...{ id: robot, name: 'robot', owner: expect.objectContaining({ slug: 'billing' }) },
      groups: ['billing', 'parcels'].map((slug) => expect.objectContaining({ slug })),
    }),
  ]);
  expect(await caredForBy(fixture.member.id)).toEqual([]);
  const lead = await signedIn(world.db, fixture.lead.id);
  const token = { identity: service.id, group: 'billing', name: 'of the mailer' };
  await done(world.db, lead, createToken, token);
  expect(await caredForBy(fixture.lead.id)).toMatchObject([
    { id: service.id, owner: null },
    { id: robot },
  ]);
});

it('changes nothing where an account can’t be handed over, and names the line', async () => {
  const services = [
    { identity: robot, group: 'parcels' },
    { identity: fixture.service.id, group: 'parcels' },
  ];
  const refused = await runCommand(offboardIdentity, context(), {
    identity: fixture.lead.id,
    services,
  });
  expect(refused).toMatchObject({
    code: 'invalid_input',
    errors: [{ path: 'services.1.group' }],
  });
  expect(await ownerOf(robot)).toBe('billing');
});

it('hands accounts over along with everything else', async () => {
  const person = { type: 'person' as const, name: 'Next', email: 'next@example.com' };
  const next = await asAdministrator(world, createIdentity, person);
  const { newOwners } = await asAdministrator(world, offboardIdentity, {
    identity: fixture.lead.id,
    leads: [{ group: 'billing', identity: next.id }],
    services: [
      { identity: robot, group: 'parcels' },
      { identity: fixture.service.id, group: 'billing' },
    ],
  });
  expect(newOwners).toMatchObject([
    { identity: { id: fixture.service.id }, group: { slug: 'billing' } },
    { identity: { name: 'robot' }, group: { slug: 'parcels' } },
  ]);
  expect(await ownerOf(robot)).toBe('parcels');
  expect(await caredForBy(next.id)).toMatchObject([{ id: fixture.service.id }]);
});

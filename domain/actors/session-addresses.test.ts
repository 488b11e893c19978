import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { sessions } from '@/db/schema/identities';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { updateGroup } from '@/domain/groups/update-group';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { resolveSessionActor } from './resolve-actor';

beforeAll(async () => {
  const policy = { allowedCidrs: ['10.0.0.0/8'] };
  await asAdministrator(world, updateGroup, { group: 'billing', policy });
  await asAdministrator(world, updateGroup, { group: 'auditors', policy });
});

/** Who somebody signed in is, when they ask from this address. */
async function from(ip: string | null, identityId: string) {
  const id = newId('session');
  await world.db
    .insert(sessions)
    .values({ id, identityId, expiresAt: sql`now() + interval '1 hour'` });
  const actor = await resolveSessionActor(world.db, id, ip);
  if (isRefusal(actor)) throw new Error(actor.message);
  return actor;
}

it('from elsewhere than a group allows, a session has none of its rights', async () => {
  for (const ip of ['192.0.2.1', null]) {
    const lead = await from(ip, fixture.lead.id);
    expect([lead.memberOf.size, lead.leadOf.size]).toEqual([0, 0]);
    expect((await from(ip, fixture.auditor.id)).grants.size).toBe(0);
  }
});

it('from where the group allows, a session has them', async () => {
  const lead = await from('10.1.2.3', fixture.lead.id);
  expect([lead.memberOf.size, lead.leadOf.size]).toEqual([1, 1]);
  expect((await from('10.1.2.3', fixture.auditor.id)).grants.has('audit.list')).toBe(true);
});

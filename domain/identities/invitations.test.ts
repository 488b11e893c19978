import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { openSetupLink } from '@/domain/setup/open-link';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { listInvitations } from './list-invitations';
import { revokeInvitation } from './revoke-invitation';

const door = () => contextOf(world.db, world.administrator);
const invite = (identity: string) => asAdministrator(world, inviteIdentity, { identity });

const namesOf = async (input: object = {}) => {
  const found = await runQuery(listInvitations, door(), input);
  if (!found.ok) throw new Error(found.message);
  return found.value.items.map(({ person }) => person.name);
};

it('a link is listed until it is revoked, with whom it is for and who made it, and never its code', async () => {
  const { secret } = await invite(fixture.member.id);
  await invite(fixture.outsider.id);
  const found = await runQuery(listInvitations, door(), { q: 'max@' });
  expect(found).toMatchObject({
    value: {
      items: [{ person: { name: 'Max', hasPassword: false }, maker: { name: 'Ada' } }],
    },
  });
  expect(JSON.stringify(found)).not.toContain(secret);
  expect(await namesOf()).toEqual(['Otto', 'Max', 'Ada']);
  await asAdministrator(world, revokeInvitation, { identity: fixture.member.id });
  expect(await namesOf()).toEqual(['Otto', 'Ada']);
  expect(await openSetupLink(door(), secret)).toMatchObject({ code: 'setup_link_invalid' });
});

it('a new link takes the place of the one before', async () => {
  const { secret: first } = await invite(fixture.outsider.id);
  const { secret: second } = await invite(fixture.outsider.id);
  expect(await namesOf()).toEqual(['Otto', 'Ada']);
  expect(await openSetupLink(door(), first)).toMatchObject({ ok: false });
  expect(await openSetupLink(door(), second)).toMatchObject({ ok: true });
});

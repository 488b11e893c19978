import { expect } from 'vitest';
import { systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { stopIdentity } from './stop-identity';
import { suspendIdentity } from './suspend-identity';

const claim = (code: string) =>
  runCommand(claimSetupLink, contextOf(world.db, systemActor('setup', ['setup.claim'])), {
    code,
    password: 'correct horse battery',
  });

it('stopping somebody also ends the undo of a revocation just before it', async () => {
  const { id } = fixture.memberToken.token;
  await asAdministrator(world, revokeToken, { token: id });
  await asAdministrator(world, stopIdentity, { identity: fixture.member.id });
  const undone = await runCommand(undoRevokeToken, contextOf(world.db, world.administrator), {
    token: id,
  });
  expect(undone).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('stopping or suspending somebody voids a setup link that is still on its way to them', async () => {
  const identity = fixture.colleague.id;
  const stop = () => asAdministrator(world, stopIdentity, { identity });
  const suspend = () => asAdministrator(world, suspendIdentity, { identity });
  for (const end of [stop, suspend]) {
    const { secret } = await asAdministrator(world, inviteIdentity, { identity });
    await end();
    expect(await claim(secret)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  }
});

it('a link made for somebody suspended can’t be used before they are resumed', async () => {
  await asAdministrator(world, suspendIdentity, { identity: fixture.outsider.id });
  const { secret } = await asAdministrator(world, inviteIdentity, {
    identity: fixture.outsider.id,
  });
  expect(await claim(secret)).toMatchObject({ ok: false, code: 'identity_suspended' });
});

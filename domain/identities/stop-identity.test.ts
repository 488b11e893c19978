import { expect } from 'vitest';
import { systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { it, stage, world } from '@/domain/testing/furnished';
import { administers } from '@/domain/testing/probes';
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
  const { id } = stage.memberToken.token;
  await administers(world, revokeToken, { token: id });
  await administers(world, stopIdentity, { identity: stage.member.id });
  const undone = await runCommand(undoRevokeToken, contextOf(world.db, world.administrator), {
    token: id,
  });
  expect(undone).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('stopping or suspending somebody voids a setup link that is still on its way to them', async () => {
  const identity = stage.colleague.id;
  const stop = () => administers(world, stopIdentity, { identity });
  const suspend = () => administers(world, suspendIdentity, { identity });
  for (const end of [stop, suspend]) {
    const { secret } = await administers(world, inviteIdentity, { identity });
    await end();
    expect(await claim(secret)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  }
});

it('a link made for somebody suspended can’t be used before they are resumed', async () => {
  await administers(world, suspendIdentity, { identity: stage.outsider.id });
  const { secret } = await administers(world, inviteIdentity, { identity: stage.outsider.id });
  expect(await claim(secret)).toMatchObject({ ok: false, code: 'identity_suspended' });
});

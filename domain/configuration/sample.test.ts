import { expect } from 'vitest';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runCommand } from '@/domain/commands/run';
import { decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshot } from '@/domain/decision/load-snapshots';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { applyConfiguration } from './apply-configuration';
import { SAMPLE_FILE, SAMPLE_GROUP } from './sample';

it('a token of the sample opens what it was given, at once', async () => {
  await asAdministrator(world, applyConfiguration, { file: SAMPLE_FILE });
  const { secret } = await asAdministrator(world, createToken, {
    ...{ identity: 'sample-reader', group: SAMPLE_GROUP, name: 'trial', scopes: ['notes:read'] },
  });
  const token = await loadTokenSnapshot(world.db, hashTokenSecret(secret));
  const groups = token && (await loadGroupSnapshots(world.db, [token.groupId]));
  const group = token && groups?.get(token.groupId);
  if (!token || !group) throw new Error('the token or its group is gone');
  const codeOf = (operation: string) =>
    decide(token, group, { kind: 'operation', api: 'sample', operation, ip: null }, Date.now())
      .code;
  expect(codeOf('listNotes')).toBe('allowed');
  expect(codeOf('deleteNote')).toBe('operation_not_in_token');
});

it('it takes the right to each change', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const asked = contextOf(world.db, lead);
  expect(await runCommand(applyConfiguration, asked, { file: SAMPLE_FILE })).toMatchObject({
    code: 'not_granted',
  });
});

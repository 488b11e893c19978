import { eq } from 'drizzle-orm';
import { beforeEach, expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { editMembers } from '@/domain/groups/edit-members';
import { updateGroup } from '@/domain/groups/update-group';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { approveToken } from './approve-token';
import { createToken } from './create-token';
import { denyToken } from './deny-token';
import { resumeToken } from './resume-token';

const as = async (identity: string) => contextOf(world.db, await signedIn(world.db, identity));
let asked: { token: { id: string; status: string }; secret: string };
const code = () => codeFor(world, asked.secret, 'listInvoices');

beforeEach(async () => {
  const policy = { approveServiceTokens: true };
  await asAdministrator(world, updateGroup, { group: 'billing', policy });
  const lead = await signedIn(world.db, fixture.lead.id);
  const input = { identity: fixture.service.id, group: 'billing', name: 'deploys' };
  asked = await done(world.db, lead, createToken, input);
});

it('a service token waits, and nothing but an approval lets it work', async () => {
  expect(asked.token.status).toBe('awaiting');
  expect(await code()).toBe('token_suspended');
  const input = { token: asked.token.id };
  const administrator = contextOf(world.db, world.administrator);
  for (const command of [resumeToken, rotateToken]) {
    expect(await runCommand(command, administrator, input)).toMatchObject({ kind: 'conflict' });
  }
  await asAdministrator(world, updateGroup, {
    group: 'billing',
    policy: { approveServiceTokens: false },
  });
  expect(await code()).toBe('token_suspended');
  const set = world.db.update(tokens).set({ state: 'active' });
  await expect(set.where(eq(tokens.id, asked.token.id))).rejects.toThrow();
});

it('who asked can’t approve, another who may mint there can, and the log says so', async () => {
  const input = { token: asked.token.id, reason: 'known' };
  const own = await runCommand(approveToken, await as(fixture.lead.id), input);
  expect(own).toMatchObject({ code: 'second_person' });
  expect(await lastEvent(world)).toMatchObject({ outcome: 'denied', reason: 'second_person' });
  expect(await runCommand(approveToken, await as(fixture.outsider.id), input)).toMatchObject({
    kind: 'not_found',
  });
  await asAdministrator(world, approveToken, input);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'tokens.approve', before: { state: 'awaiting' }, reason: 'known' },
    affects: [asked.token.id],
  });
  expect(await code()).toBe('allowed');
});

it('another lead approves as well', async () => {
  const add = [{ identity: fixture.colleague.id, role: 'lead' as const }];
  await asAdministrator(world, editMembers, { group: 'billing', add });
  const second = await as(fixture.colleague.id);
  expect(await runCommand(approveToken, second, { token: asked.token.id })).toMatchObject({
    value: { token: { status: 'active', approval: 'approved', approvedBy: 'Cora' } },
  });
});

it('what is denied is revoked before it ever worked', async () => {
  await asAdministrator(world, denyToken, { token: asked.token.id, reason: 'no need' });
  expect(await code()).toBe('token_revoked');
  const again = await runCommand(approveToken, contextOf(world.db, world.administrator), {
    token: asked.token.id,
  });
  expect(again).toMatchObject({ code: 'token_not_awaiting' });
});

import { sql } from 'drizzle-orm';
import { beforeEach, expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { delegateOwnToken } from '@/domain/tokens/delegate-token';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { listEvents } from './list-events';

type Minted = { token: { id: string }; secret: string };
let root: Minted;

const childOf = async ({ secret }: Minted, actsAs = 'agent'): Promise<Minted> =>
  done(world.db, await bearer(world.db, secret), delegateOwnToken, { actsAs });

/** What a search finds of a token, oldest first. */
async function found(q: string, actor = world.administrator): Promise<string[]> {
  const result = await runQuery(listEvents, contextOf(world.db, actor), { q, limit: 200 });
  if (!result.ok) throw new Error(result.message);
  return result.value.items.map(({ action }) => action).reverse();
}

beforeEach(async () => {
  root = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
  });
});

it('finds what happened above a token, three deep, though the events name the token above', async () => {
  const child = await childOf(root);
  const grandchild = await childOf(child);
  const last = await childOf(grandchild);
  const { id } = root.token;
  await asAdministrator(world, suspendToken, { token: id });
  await asAdministrator(world, resumeToken, { token: id });
  await asAdministrator(world, revokeToken, { token: id });
  await asAdministrator(world, undoRevokeToken, { token: id });
  await asAdministrator(world, revokeFamily, { token: child.token.id });
  const moves = ['tokens.suspend', 'tokens.resume', 'tokens.revoke', 'tokens.undoRevoke'];
  for (const key of ['target', 'token']) {
    const changes = await found(`${key}:${last.token.id} -via:${last.token.id}`);
    expect(changes).toEqual(['tokens.delegateSelf', ...moves, 'tokens.revokeFamily']);
  }
  expect(await found(`target:${id}`)).toEqual(['tokens.create', ...moves]);
});

it('finds nothing from before it was made, nothing below, and nothing that changes no child', async () => {
  const { id } = root.token;
  await asAdministrator(world, suspendToken, { token: id });
  await asAdministrator(world, resumeToken, { token: id });
  const [child, sibling] = [await childOf(root), await childOf(root, 'other agent')];
  await asAdministrator(world, renameToken, { token: id, name: 'deploys 2' });
  await asAdministrator(world, suspendToken, { token: sibling.token.id });
  expect(await found(`target:${child.token.id}`)).toEqual(['tokens.delegateSelf']);
  expect(await found(`target:${id}`)).not.toContain('tokens.delegateSelf');
});

it('leaves out by a negated key what it finds by the key', async () => {
  const child = await childOf(root);
  await asAdministrator(world, revokeToken, { token: root.token.id });
  const others = await found(`action:tokens.revoke -target:${child.token.id}`);
  const all = await found('action:tokens.revoke');
  expect(all.length - others.length).toBe(1);
});

it('is told nobody who may not read the events', async () => {
  const child = await childOf(root);
  await asAdministrator(world, revokeToken, { token: root.token.id });
  const outsider = await signedIn(world.db, fixture.outsider.id);
  const asked = { q: `target:${child.token.id}`, limit: 200 };
  const result = await runQuery(listEvents, contextOf(world.db, outsider), asked);
  expect(result.ok ? result.value.items : []).toEqual([]);
});

it('is found, too, once the token’s row is gone with its group', async () => {
  const child = await childOf(root);
  await asAdministrator(world, revokeToken, { token: root.token.id });
  await world.owner.execute(sql`delete from tokens where id = ${child.token.id}`);
  expect(await found(`target:${child.token.id}`)).toEqual(['tokens.delegateSelf', 'tokens.revoke']);
});

import { and, eq, inArray, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { auditHead } from '@/domain/testing/traces';
import { bearer, contextOf } from '@/domain/testing/world';
import { createToken } from './create-token';
import { delegateOwnToken } from './delegate-token';
import { resumeToken } from './resume-token';
import { revokeFamily } from './revoke-family';
import { revokeToken } from './revoke-token';
import { suspendToken } from './suspend-token';
import { undoRevokeToken } from './undo-revoke-token';

type Minted = { token: { id: string }; secret: string };
let root: Minted;
let child: Minted;
let sibling: Minted;
let grandchild: Minted;

async function childOf(secret: string, actsAs: string): Promise<Minted> {
  const holder = contextOf(world.db, await bearer(world.db, secret));
  const made = await runCommand(delegateOwnToken, holder, { actsAs });
  if (!made.ok) throw new Error(`${made.code} ${made.message}`);
  return made.value;
}

beforeEach(async () => {
  root = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
  });
  child = await childOf(root.secret, 'agent');
  sibling = await childOf(root.secret, 'other agent');
  grandchild = await childOf(child.secret, 'step');
});

const idOf = ({ token }: Minted) => token.id;
const codes = () =>
  Promise.all(
    [root, child, sibling, grandchild].map(({ secret }) => codeFor(world, secret, 'listInvoices')),
  );
const ended = 'parent_ended';

describe('revoking a token', () => {
  it('ends all below it with one row and one event, which names the token alone', async () => {
    const head = await auditHead(world.db);
    await asAdministrator(world, revokeToken, { token: root.token.id });
    expect(await codes()).toEqual(['token_revoked', ended, ended, ended]);
    expect(await auditHead(world.db)).toBe(head + 1);
    expect((await lastEvent(world)).affects).toEqual([root.token.id]);
    const line = [root, child, sibling, grandchild].map(idOf);
    const rows = and(eq(tokens.state, 'revoked'), inArray(tokens.id, line));
    expect(await world.db.$count(tokens, rows)).toBe(1);
  });

  it('can be undone: what it ended is back, what had ended before is not', async () => {
    await asAdministrator(world, revokeToken, { token: sibling.token.id });
    await asAdministrator(world, revokeToken, { token: root.token.id });
    await asAdministrator(world, undoRevokeToken, { token: root.token.id });
    expect(await codes()).toEqual(['allowed', 'allowed', 'token_revoked', 'allowed']);
  });

  it('in the middle ends what is below and nothing above', async () => {
    await asAdministrator(world, revokeToken, { token: child.token.id });
    expect(await codes()).toEqual(['allowed', 'token_revoked', 'allowed', ended]);
  });

  it('with its relatives ends what is below each of them', async () => {
    const { secret } = await asAdministrator(world, rotateToken, { token: root.token.id });
    const late = await childOf(secret, 'late agent');
    await asAdministrator(world, revokeFamily, { token: root.token.id });
    expect(await codeFor(world, late.secret, 'listInvoices')).toBe(ended);
    expect(await codes()).toEqual(['token_revoked', ended, ended, ended]);
    expect((await lastEvent(world)).affects).toHaveLength(2);
  });
});

it('suspending a token suspends all below it, and resuming gives them back', async () => {
  await asAdministrator(world, suspendToken, { token: child.token.id });
  expect(await codes()).toEqual(['allowed', 'token_suspended', 'allowed', ended]);
  expect((await lastEvent(world)).affects).toEqual([child.token.id]);
  await asAdministrator(world, resumeToken, { token: child.token.id });
  expect(await codes()).toEqual(['allowed', 'allowed', 'allowed', 'allowed']);
});

it('children of a rotated token go on as long as it does, and end with it', async () => {
  await asAdministrator(world, rotateToken, { token: root.token.id, overlapSeconds: 600 });
  expect(await codes()).toEqual(['allowed', 'allowed', 'allowed', 'allowed']);
  await world.db
    .update(tokens)
    .set({ retiresAt: sql`clock_timestamp()` })
    .where(eq(tokens.id, root.token.id));
  expect(await codes()).toEqual(['token_retired', ended, ended, ended]);
});

it('a child made while its grandparent is being revoked is dead', async () => {
  const holder = contextOf(world.db, await bearer(world.db, child.secret));
  const administrator = contextOf(world.db, world.administrator);
  const [made, revoked] = await Promise.all([
    runCommand(delegateOwnToken, holder, { actsAs: 'late' }),
    runCommand(revokeToken, administrator, { token: root.token.id }),
  ]);
  expect(revoked.ok).toBe(true);
  if (!made.ok) return;
  expect(await codeFor(world, made.value.secret, 'listInvoices')).toBe(ended);
});

import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { notices } from '@/db/schema/notices';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { runJob } from '@/domain/jobs/run-job';
import { getOverview } from '@/domain/overview/get-overview';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, mintOwn } from '@/domain/testing/world';
import { createToken } from './create-token';
import { warnUsesOfRotated } from './warn-still-used';

const HOUR = 3_600;
let old: string;

beforeEach(async () => {
  const { token } = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
  });
  old = token.id;
  await asAdministrator(world, rotateToken, { token: old, overlapSeconds: 4 * HOUR });
});

const warn = () => runJob(warnUsesOfRotated, { db: world.db });
/** Has it all lie further in the past: the rotation, and with it the end of the overlap. */
const pass = async (hours: number, id = old) => {
  const back = sql`make_interval(secs => ${hours * HOUR})`;
  await world.db.update(tokens).set({ createdAt: sql`created_at - ${back}` });
  await world.db
    .update(tokens)
    .set({ retiresAt: sql`retires_at - ${back}` })
    .where(eq(tokens.id, id));
  await world.db.update(tokenUsage).set({
    lastUsedAt: sql`last_used_at - ${back}`,
    lastAllowedAt: sql`last_allowed_at - ${back}`,
    lastRetiredAt: sql`last_retired_at - ${back}`,
  });
};
/** As a verifier ships it. */
const used = (code: 'allowed' | 'token_retired', tokenId = old) =>
  world.db.insert(decisions).values({
    ...{ id: newId('decision'), at: new Date().toISOString(), verifier: 'test', ip: '10.0.3.7' },
    ...{ outcome: code === 'allowed' ? code : 'denied', code, tokenId },
  });
const told = async (id = old) =>
  (
    await world.db
      .select({ kind: notices.kind, to: notices.identityId, facts: notices.facts })
      .from(notices)
      .where(eq(notices.aboutId, id))
      .orderBy(notices.id)
  ).filter(({ kind }) => kind === 'token.retired_used');
const attention = async () => {
  const found = await runQuery(getOverview, contextOf(world.db, world.administrator), {});
  if (!found.ok) throw new Error(found.message);
  const item = found.value.attention.find(({ kind }) => kind === 'rotated_in_use');
  return item?.lines.flatMap(({ token }) => (token.id === old ? [token.lastIp] : [])) ?? [];
};

it('tells the leads of a service token once that it is used late in its overlap, and once after it', async () => {
  await used('allowed');
  expect([await warn(), await attention()]).toEqual([0, []]);
  await pass(3.5);
  expect([await warn(), await attention()]).toEqual([0, []]);
  await used('allowed');
  expect([await warn(), await warn()]).toEqual([1, 0]);
  await used('allowed');
  expect(await warn()).toBe(0);
  expect(await attention()).toEqual(['10.0.3.7']);
  await pass(1);
  expect([await warn(), await attention()]).toEqual([0, []]);
  await used('token_retired');
  expect([await warn(), await warn()]).toEqual([1, 0]);
  await used('token_retired');
  expect(await warn()).toBe(0);
  expect(await attention()).toEqual(['10.0.3.7']);
  expect(await told()).toMatchObject([
    { to: fixture.lead.id, facts: { ip: '10.0.3.7', worksUntil: expect.any(String) } },
    { to: fixture.lead.id, facts: { ip: '10.0.3.7', worksUntil: null } },
  ]);
});

it('tells a person of their own token', async () => {
  const { member } = fixture;
  const own = await mintOwn(world.db, member.id, { group: 'billing', name: 'mine' });
  const holder = contextOf(world.db, await bearer(world.db, own.secret));
  await runCommand(rotateOwnToken, holder, { overlapSeconds: 0 });
  await used('token_retired', own.token.id);
  expect(await warn()).toBe(1);
  expect(await told(own.token.id)).toMatchObject([{ to: member.id }]);
});

it('says nothing where the old token ended with the first use of the new one, unless it is used since', async () => {
  await used('allowed');
  await world.db.update(tokens).set({ retiresAt: sql`now()` }).where(eq(tokens.id, old));
  expect([await warn(), await attention()]).toEqual([0, []]);
  await used('token_retired');
  expect(await warn()).toBe(1);
});

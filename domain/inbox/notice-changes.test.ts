import { and, eq, sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { feedConsumers } from '@/db/schema/operating';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { followFeed } from '@/domain/feed/follow-feed';
import { editMembers } from '@/domain/groups/edit-members';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { bearer, contextOf, done, signedIn } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { listNotices } from './list-notices';
import { markNoticesRead } from './mark-read';
import { noticeChanges } from './notice-changes';

const silent = { warn: () => undefined } as never;
const handled = async () => {
  const following = followFeed(noticeChanges, {
    ...{ databaseUrl: world.url, db: world.db, log: silent },
  });
  await vi.waitFor(
    async () => {
      const { rows } = await world.db.execute<{ seq: string }>(sql`select seq from audit_head`);
      const own = eq(feedConsumers.name, noticeChanges.name);
      const [place] = await world.db.select().from(feedConsumers).where(own);
      expect(place?.seq).toBe(Number(rows[0]?.seq));
    },
    { timeout: 60_000 },
  );
  await following.stop();
};
const inbox = async (identity: string) => {
  const asked = contextOf(world.db, await signedIn(world.db, identity));
  const found = await runQuery(listNotices, asked, {});
  if (!found.ok) throw new Error(found.message);
  return found.value;
};
/** A token as notices name it to whoever may see it. */
const named = ({ token }: { token: { name: string; last4: string } }) =>
  `${token.name} ••${token.last4}`;
const titles = async (identity: string) =>
  (await inbox(identity)).items.map(({ title }) => title).reverse();

it('tells the owner what others did, and of rotations that no person of theirs clicked', async () => {
  const { lead, colleague, member, service, memberToken, colleagueToken, serviceToken } = fixture;
  await handled();
  const { administrator } = world;
  const leading = await signedIn(world.db, lead.id);
  await done(world.db, administrator, suspendToken, { token: memberToken.token.id });
  // A token that rotates itself may be in a thief's hands.
  const token = await bearer(world.db, colleagueToken.secret);
  await done(world.db, token, rotateOwnToken, {});
  await done(world.db, leading, rotateToken, { token: serviceToken.token.id });
  await done(world.db, administrator, editMembers, {
    group: 'billing',
    remove: [{ identity: member.id }].map(({ identity }) => identity),
  });
  await handled();
  expect(await titles(member.id)).toEqual([
    `Token ${named(memberToken)} was suspended`,
    `Token ${named(memberToken)} was revoked`,
  ]);
  expect(await titles(colleague.id)).toEqual([`Your token ${named(colleagueToken)} was rotated`]);
  // Whoever leads the group did it: nobody else is there to tell.
  expect(await titles(lead.id)).toEqual([]);
  await done(world.db, administrator, revokeToken, { token: serviceToken.token.id });
  await handled();
  expect(await titles(lead.id)).toEqual([`Token ${named(serviceToken)} was revoked`]);
  expect(await titles(service.id)).toEqual([]);
});

it('tells what a token ends with only while its reader may see it', async () => {
  const { lead, group, serviceToken } = fixture;
  const last = async () => (await titles(lead.id)).at(-1);
  expect(await last()).toBe(`Token ${named(serviceToken)} was revoked`);
  const here = and(eq(memberships.groupId, group.id), eq(memberships.identityId, lead.id));
  await world.owner.update(memberships).set({ role: 'member' }).where(here);
  expect(await last()).toBe('Token service was revoked');
  await world.owner.update(memberships).set({ role: 'lead' }).where(here);
});

it('is read by oneself alone', async () => {
  const { lead, member } = fixture;
  const before = await inbox(lead.id);
  const [first] = before.items;
  const mark = async (identity: string) =>
    runCommand(markNoticesRead, contextOf(world.db, await signedIn(world.db, identity)), {
      notices: [first?.id],
    });
  expect(await mark(member.id)).toMatchObject({ ok: false, code: 'nothing_unread' });
  expect(await mark(lead.id)).toMatchObject({ ok: true, value: { read: 1 } });
  expect((await inbox(lead.id)).unread).toBe(before.unread - 1);
});

import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { fixture, it, world } from '@/domain/testing/fixture';
import { raiseNotice } from './raise-notice';

const raise = (to: string, days = 7, name = 'deploy') =>
  world.db.transaction((tx) =>
    raiseNotice(tx, {
      kind: 'token.expires',
      about: { type: 'token', id: 'tok_1', name },
      to,
      onceKey: `token.expires tok_1 ${days}`,
      facts: { days, expiresAt: '2027-01-01T00:00:00.000Z', group: 'billing' },
    }),
  );
const toldTo = (identity: string) =>
  world.db.select().from(notices).where(eq(notices.identityId, identity));

it('tells each person the same thing once, however often and at once it is raised', async () => {
  const { lead, member } = fixture;
  const raised = await Promise.all(Array.from({ length: 10 }, () => raise(lead.id)));
  expect(raised.filter(Boolean)).toHaveLength(1);
  expect(await raise(member.id)).toBe(true);
  expect(await raise(lead.id, 1)).toBe(true);
  expect(await toldTo(lead.id)).toHaveLength(2);
  expect(await toldTo(member.id)).toMatchObject([
    { kind: 'token.expires', aboutId: 'tok_1', readAt: null, mail: 'waiting' },
  ]);
});

it('is told only where the transaction commits', async () => {
  const { outsider } = fixture;
  const undone = world.db.transaction(async (tx) => {
    await raiseNotice(tx, {
      kind: 'webhook.disabled',
      about: { type: 'webhook', id: 'whk_1', name: 'chat' },
      to: outsider.id,
      onceKey: 'undone',
      facts: { reason: 'gone' },
    });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await toldTo(outsider.id)).toEqual([]);
});

it('keeps no secret of a token that somebody gave as a name', async () => {
  const { colleague, colleagueToken } = fixture;
  await raise(colleague.id, 30, `deploy ${colleagueToken.secret}`);
  expect(JSON.stringify(await toldTo(colleague.id))).not.toContain(colleagueToken.secret);
});

import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { makeGroup, makeService, makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';

standVerifier();

const hourAgo = () => new Date(Date.now() - 3_600_000);
const revoke = async (token: string) =>
  (
    await fetch(`${verifier.address}/v1/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
    })
  ).status;

interface Holder {
  readonly identityId: string;
  readonly groupId: string;
}
let made = 0;
async function holder(): Promise<Holder> {
  made += 1;
  const groupId = await makeGroup(database.db, `group-${made}`, [world.scopes.read], {
    idleLimitSeconds: 7_200,
  });
  return { groupId, identityId: await makeService(database.db, `robot-${made}`, [groupId]) };
}

/** States in which the token is denied, or its holder could not do anything else. */
const states: [
  string,
  Partial<typeof tokens.$inferInsert>,
  (holder: Holder) => Promise<unknown>,
][] = [
  ['works', {}, async () => undefined],
  ['is suspended', { state: 'suspended' }, async () => undefined],
  ['has expired', { expiresAt: hourAgo() }, async () => undefined],
  ['was rotated out', { retiresAt: hourAgo() }, async () => undefined],
  ['went idle', { idleFrom: new Date(Date.now() - 9_000_000) }, async () => undefined],
  ['may not be used from here', { allowedCidrs: ['198.51.100.0/24'] }, async () => undefined],
  [
    'acts for somebody suspended',
    {},
    ({ identityId }) =>
      database.db
        .update(identities)
        .set({ state: 'suspended' })
        .where(eq(identities.id, identityId)),
  ],
  [
    'acts for somebody who left the group',
    {},
    ({ identityId }) =>
      database.db.delete(memberships).where(eq(memberships.identityId, identityId)),
  ],
  [
    'acts in a frozen group',
    {},
    ({ groupId }) =>
      database.db.update(groups).set({ state: 'frozen' }).where(eq(groups.id, groupId)),
  ],
];

describe('revocation by whoever holds the secret (RFC 7009)', () => {
  it.each(states)('ends a token that %s', async (_what, values, change) => {
    const owner = await holder();
    const token = await makeToken(database.db, owner, values);
    await change(owner);
    expect(await revoke(token.secret)).toBe(200);
    const [row] = await database.db.select().from(tokens).where(eq(tokens.id, token.id));
    expect(row).toMatchObject({ state: 'revoked', revokedBy: owner.identityId });
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.targetId, token.id));
    expect(events).toMatchObject([
      { action: 'tokens.revoke', outcome: 'done', actorId: owner.identityId, viaId: token.id },
    ]);
    expect(await revoke(token.secret)).toBe(200);
    expect(await database.db.$count(auditEvents, eq(auditEvents.targetId, token.id))).toBe(1);
  });

  it('ends it once, however many ask at the same time', async () => {
    const token = await makeToken(database.db, await holder());
    const answers = await Promise.all(Array.from({ length: 12 }, () => revoke(token.secret)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await database.db.$count(auditEvents, eq(auditEvents.targetId, token.id))).toBe(1);
  });
});

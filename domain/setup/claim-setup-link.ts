import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { identities, setupLinks } from '@/db/schema/identities';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { emailAddress, label } from '@/domain/base/input';
import { invalid, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand, type Outcome } from '@/domain/commands/define';
import { endSessions } from '@/domain/credentials/end-sessions';
import { hashPassword, newPassword } from '@/domain/credentials/password';
import { storePasswordHash } from '@/domain/credentials/set-password';
import { administratorExists, lockAdministrators, makeAdministrator } from './administrator';
import { refuseLinkOfMaker, type SetupLink, takePlaceInLog } from './link-maker';
import { linkUnused, refuseInvalidLink } from './usable-link';

/** Uses a one-time link up: makes the first administrator, or sets the password of its person. */
export const claimSetupLink = defineCommand({
  operation: 'setup.claim',
  summary: 'Use a one-time setup link',
  input: z.object({
    code: z.string().min(1).max(200),
    name: label().optional(),
    email: emailAddress().optional(),
    password: newPassword(),
  }),
  output: z.object({ identityId: z.string(), email: z.string() }),
  conflicts: { identities_email: { path: 'email', message: 'A person with this email exists.' } },
  async target({ db, input }) {
    const [link] = await db.select().from(setupLinks).where(linkUnused(input.code)).for('update');
    if (!link) return refuseInvalidLink();
    return { type: 'system' as const, id: link.id, name: 'setup link', link };
  },
  async prepare({ input: { name, email, password }, target: { link } }) {
    if (link.identityId !== null) return { hash: await hashPassword(password), founder: null };
    if (!name) return invalid('name', 'Tell us your name.');
    if (!email) return invalid('email', 'Tell us your email address.');
    return { hash: await hashPassword(password), founder: { name, email } };
  },
  async run({ tx, actor, target: { link }, prepared: { hash, founder } }) {
    await tx.update(setupLinks).set({ usedAt: sql`now()` }).where(eq(setupLinks.id, link.id));
    return founder === null
      ? claimAsPerson(tx, link, hash)
      : claimAsFounder(tx, actor, founder, hash);
  },
});

async function claimAsFounder(
  tx: Transaction,
  actor: Actor,
  founder: { name: string; email: string },
  hash: string,
): Promise<Refusal | Outcome<{ identityId: string; email: string }>> {
  await lockAdministrators(tx);
  if (await administratorExists(tx)) {
    return refuse('conflict', 'administrator_exists', 'There is an administrator already.');
  }
  const { identityId } = await makeAdministrator(tx, actor, founder);
  await storePasswordHash(tx, identityId, hash);
  return {
    value: { identityId, email: founder.email },
    audit: {
      target: { type: 'identity', id: identityId, name: founder.name },
      after: { ...founder, group: ADMINISTRATORS, password: 'set' },
      affects: [identityId],
    },
  };
}

async function claimAsPerson(
  tx: Transaction,
  link: SetupLink,
  hash: string,
): Promise<Refusal | Outcome<{ identityId: string; email: string }>> {
  const [person] = await tx
    .select()
    .from(identities)
    .where(eq(identities.id, link.identityId ?? ''))
    .for('update');
  if (!person?.email) throw new Error(`the setup link of ${link.identityId} belongs to nobody`);
  if (person.state !== 'active') {
    return refuse('conflict', 'identity_suspended', 'You are suspended. Ask an administrator.');
  }
  const endedSessions = await endSessions(tx, person.id);
  await takePlaceInLog(tx);
  const refusal = await refuseLinkOfMaker(tx, link, person);
  if (refusal) return refusal;
  await storePasswordHash(tx, person.id, hash);
  return {
    value: { identityId: person.id, email: person.email },
    audit: {
      target: { type: 'identity', id: person.id, name: person.name },
      after: { password: 'set', endedSessions, setupLink: link.id, madeBy: link.makerId },
      affects: [],
    },
  };
}

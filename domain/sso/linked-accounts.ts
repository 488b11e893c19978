import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import type { Actor } from '@/domain/base/actor';
import { reference } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { isRefusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { defineCommand, defineQuery } from '@/domain/commands/define';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { endUnmapped } from './end-unmapped';
import { MAX_SUBJECT } from './received-person';

const accountSchema = z.object({
  issuer: z.string(),
  subject: z.string(),
  /** The provider's name here; null where it is gone. */
  provider: z.string().nullable(),
  /** What the provider called them last: it links nobody. */
  email: z.string().nullable(),
  linkedAt: instantText(),
  lastSignInAt: instantText().nullable(),
});

async function accountsOf(db: Queryable, identityId: string) {
  const rows = await db
    .select({ account: ssoAccounts, provider: ssoProviders.name })
    .from(ssoAccounts)
    .leftJoin(ssoProviders, eq(ssoProviders.id, ssoAccounts.providerId))
    .where(eq(ssoAccounts.identityId, identityId))
    .orderBy(asc(ssoAccounts.issuer), asc(ssoAccounts.subject));
  return rows.map(({ provider, account: { issuer, subject, email, linkedAt, lastSignInAt } }) => ({
    ...{ issuer, subject, provider, email },
    ...{ linkedAt: toInstantText(linkedAt), lastSignInAt: toInstantTextOrNull(lastSignInAt) },
  }));
}

/** One's own accounts are one's own; those of others take a right that was given. */
const ofOneself = (actor: Actor, { id }: Target) =>
  actor.kind === 'session' && actor.id === id ? null : false;

export const listAccounts = defineQuery({
  operation: 'ssoAccounts.list',
  summary: 'List a person’s linked accounts at providers',
  http: { method: 'GET', path: '/identities/{identity}/sso-accounts' },
  input: z.object({ identity: reference() }),
  output: z.object({ items: z.array(accountSchema) }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity, false),
  permit: (actor, target) => ofOneself(actor, target),
  run: async ({ db, target }) => ({ items: await accountsOf(db, target.id) }),
});

/**
 * Unlinks an account. The sessions it opened end, and so do the memberships that its provider gave, with
 * their tokens. Who could administer Keyward by it alone stays linked where nobody else could.
 */
export const unlinkAccount = defineCommand({
  operation: 'ssoAccounts.unlink',
  summary: 'Unlink a person’s account at a provider',
  http: { method: 'POST', path: '/identities/{identity}/sso-accounts/unlink' },
  input: z.object({
    identity: reference(),
    issuer: z.string().max(500),
    subject: z.string().max(MAX_SUBJECT),
  }),
  output: z.object({ endedSessions: z.number(), endedMemberships: z.number() }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => ofOneself(actor, target),
  async run({ tx, actor, input: { issuer, subject }, target, request }) {
    const deleted = await tx
      .delete(ssoAccounts)
      .where(
        and(
          ...[eq(ssoAccounts.issuer, issuer), eq(ssoAccounts.subject, subject)],
          eq(ssoAccounts.identityId, target.id),
        ),
      )
      .returning();
    if (deleted.length === 0) {
      return refuse('conflict', 'account_unknown', `${target.name} has no such account linked.`);
    }
    const providers = tx
      .select({ id: ssoProviders.id })
      .from(ssoProviders)
      .where(eq(ssoProviders.issuer, issuer));
    const given = await tx
      .select({ groupId: memberships.groupId })
      .from(memberships)
      .where(
        and(
          ...[eq(memberships.identityId, target.id), eq(memberships.source, 'sso')],
          inArray(memberships.sourceId, providers),
        ),
      )
      .orderBy(asc(memberships.groupId));
    const lost = given.map(({ groupId }) => ({ groupId, identityId: target.id, name: '' }));
    const ended = await endUnmapped(tx, actor, request, lost);
    if (isRefusal(ended)) return ended;
    const subjectHere = { actor, request, subject: target.id };
    const refused = await refuseWithoutAdministrator(tx, subjectHere);
    if (refused) return refused;
    const over = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(
        and(
          ...[eq(sessions.identityId, target.id), eq(sessions.ssoSubject, subject)],
          ...[inArray(sessions.ssoProviderId, providers), isNull(sessions.endedAt)],
        ),
      )
      .returning({ id: sessions.id });
    return {
      value: { endedSessions: over.length, endedMemberships: lost.length },
      audit: {
        before: { issuer, subject },
        after: {
          endedSessions: over.length,
          endedMemberships: ended.endedMemberships,
          revokedTokens: ended.revokedTokens,
        },
        affects: ended.affects,
      },
    };
  },
});

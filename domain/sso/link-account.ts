import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoTries } from '@/db/schema/sso';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findIdentity } from '@/domain/targets/find-identity';
import { type Back, endTrip, type OpenTrip } from './end-trip';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_SUBJECT } from './received-person';
import type { SignOnDoor } from './single-sign-on';
import { SIGN_ON_REASONS } from './sso-facts';

/** Links the account that somebody has just signed in with at a provider to the person who went there. */
export const linkAccount = defineCommand({
  operation: 'ssoAccounts.link',
  summary: 'Link an account at a provider to the person who signed in with it',
  input: z.object({
    provider: z.string().max(100),
    link: z.string().max(100),
    session: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    email: z.string().max(400).nullable(),
  }),
  output: z.object({ identity: z.string() }),
  conflicts: {
    sso_accounts_issuer_subject_pk: { path: 'subject', message: 'It was linked a moment ago.' },
  },
  target: ({ db, input }) => loadProvider(db, input.provider, 'share'),
  async run({ tx, actor, input, target: { row } }) {
    const { link, session, subject, email } = input;
    const [begun] = await tx
      .update(ssoTries)
      .set({ settledAt: sql`clock_timestamp()`, outcome: 'done' })
      .where(
        and(
          ...[eq(ssoTries.id, link), eq(ssoTries.providerId, row.id), eq(ssoTries.intent, 'link')],
          ...[eq(ssoTries.sessionId, session), isNull(ssoTries.settledAt)],
          ...[eq(ssoTries.identityId, actor.id), gt(ssoTries.expiresAt, sql`clock_timestamp()`)],
        ),
      )
      .returning();
    const alive = and(eq(sessions.id, session), isNull(sessions.endedAt));
    const identity = begun && (await findIdentity(tx, begun.identityId, 'no key update'));
    if (!identity || isRefusal(identity) || (await tx.$count(sessions, alive)) === 0) {
      return refuse('conflict', 'state_mismatch', SIGN_ON_REASONS.state_mismatch);
    }
    if (identity.state !== 'active') {
      return refuse('conflict', 'identity_suspended', SIGN_ON_REASONS.identity_suspended);
    }
    const [taken] = await tx
      .select()
      .from(ssoAccounts)
      .where(and(eq(ssoAccounts.issuer, row.issuer), eq(ssoAccounts.subject, subject)));
    if (taken) return refuse('conflict', 'account_linked', SIGN_ON_REASONS.account_linked);
    await tx.insert(ssoAccounts).values({
      ...{ issuer: row.issuer, subject, identityId: identity.id, providerId: row.id, email },
    });
    return {
      value: { identity: identity.id },
      audit: {
        target: { type: 'identity', id: identity.id, name: identity.name },
        after: { provider: row.slug, issuer: row.issuer, subject },
        affects: [],
      },
    };
  },
});

/** A way to a provider that is to link the account, in the session of the person who began it. */
export interface OpenLink extends OpenTrip {
  readonly link: string;
}

/** Links what the browser came back with, or records why not. @returns null where it is linked */
export const endLink = (door: SignOnDoor, provider: ProviderRow, open: OpenLink, back: Back) =>
  endTrip(door, provider, open, back, {
    command: linkAccount,
    input: ({ person: { subject, email } }) => ({
      ...{ provider: provider.id, link: open.link, session: open.session, subject, email },
    }),
    otherwise: 'account_linked',
  });

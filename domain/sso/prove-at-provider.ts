import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { sessions } from '@/db/schema/identities';
import { ssoTries } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { PROOF_MINUTES } from '@/domain/credentials/credential-facts';
import { type FactorDoor, type OwnSession, ownTarget, runOwn } from '@/domain/factors/own-session';
import { type Back, endTrip, type OpenTrip } from './end-trip';
import { proofFields } from './open-session';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_SUBJECT, receivedProof } from './received-person';
import type { SignOnDoor } from './single-sign-on';
import { SIGN_ON_REASONS } from './sso-facts';
import { TRY_MINUTES } from './test-provider';

/** The provider whose word is a proof for a session: of those who have no factor here. */
export async function provingProvider(
  db: Queryable,
  { owes, hasFactor, providerId }: Pick<OwnSession, 'owes' | 'hasFactor' | 'providerId'>,
): Promise<ProviderRow | null> {
  if (owes !== null || hasFactor || providerId === null) return null;
  const provider = await loadProvider(db, providerId);
  return isRefusal(provider) || !provider.row.enabled ? null : provider.row;
}

/** Begins a proof of who one is at the provider on whose word the session was opened. */
export const beginProof = defineCommand({
  operation: 'sessions.beginProof',
  summary: 'Begin to prove who one is at one’s provider',
  input: z.object({ session: z.string().max(100) }),
  output: z.object({ proof: z.string(), provider: z.string() }),
  target: ({ db, input }) => ownTarget(db, input.session, 'prove'),
  async run({ tx, target: { session } }) {
    if (session.owes !== null || session.hasFactor) {
      return refuse('forbidden', 'factor_owed', 'Use the second factor that you have here.');
    }
    const provider = await provingProvider(tx, session);
    if (provider === null) return notFound('ssoProvider');
    const proof = newId('ssoTry');
    await tx.insert(ssoTries).values({
      ...{ id: proof, providerId: provider.id, intent: 'proof' },
      ...{ identityId: session.person.id, sessionId: session.id },
      expiresAt: sql`now() + make_interval(mins => ${TRY_MINUTES})`,
    });
    const { slug } = provider;
    return {
      value: { proof, provider: slug },
      audit: { after: { proof, provider: slug, session: session.id }, affects: [] },
    };
  },
});

export const beginOwnProof = (door: FactorDoor) => runOwn(beginProof, door, {});

/**
 * Takes a sign-in at the provider as a proof: of the person whose session it is, and no older than any
 * proof may be, as the ID token's `auth_time` says (OpenID Connect Core 1.0, section 2).
 */
export const proveAtProvider = defineCommand({
  operation: 'sessions.proveAtProvider',
  summary: 'Take a sign-in at a provider as a proof of who one is',
  input: z.object({
    session: z.string().max(100),
    provider: z.string().max(100),
    proof: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    authenticatedAt: proofFields.authenticatedAt,
  }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'prove'),
  async run({ tx, input, target: { session } }) {
    const { provider, proof, subject, authenticatedAt } = input;
    const [begun] = await tx
      .update(ssoTries)
      .set({ settledAt: sql`clock_timestamp()`, outcome: 'done' })
      .where(
        and(
          ...[eq(ssoTries.id, proof), eq(ssoTries.providerId, provider)],
          ...[eq(ssoTries.intent, 'proof'), eq(ssoTries.sessionId, session.id)],
          ...[isNull(ssoTries.settledAt), gt(ssoTries.expiresAt, sql`clock_timestamp()`)],
        ),
      )
      .returning();
    if (!begun) return refuse('conflict', 'state_mismatch', SIGN_ON_REASONS.state_mismatch);
    const signedIn = sql`to_timestamp(${authenticatedAt})`;
    const [own] = await tx
      .select({
        isSame: sql<boolean>`coalesce(${sessions.ssoProviderId} = ${provider}
          and ${sessions.ssoSubject} = ${subject}, false)`,
        isFresh: sql<boolean>`coalesce(${signedIn} > now() - make_interval(mins => ${PROOF_MINUTES}), false)`,
      })
      .from(sessions)
      .where(eq(sessions.id, session.id));
    if (!own?.isSame) return refuse('conflict', 'other_account', SIGN_ON_REASONS.other_account);
    if (!own.isFresh) {
      return refuse('conflict', 'not_signed_in_anew', SIGN_ON_REASONS.not_signed_in_anew);
    }
    await tx
      .update(sessions)
      // Its clock may be ahead of ours: no proof lies in the future.
      .set({ provenAt: sql`least(now(), ${signedIn})` })
      .where(eq(sessions.id, session.id));
    return {
      value: {},
      audit: { after: { proof: 'provider', session: session.id, provider, subject }, affects: [] },
    };
  },
});

/** A way to a provider that is to prove who somebody is. */
export interface OpenProof extends OpenTrip {
  readonly proof: string;
}

/** Takes what the browser came back with as a proof, or records why not. @returns null where it is one */
export const endProof = (door: SignOnDoor, provider: ProviderRow, open: OpenProof, back: Back) =>
  endTrip(door, provider, open, back, {
    command: proveAtProvider,
    input: ({ person, sources }) => ({
      ...{ session: open.session, provider: provider.id, proof: open.proof },
      subject: person.subject,
      authenticatedAt: receivedProof(sources[0] ?? {}).authenticatedAt,
    }),
    otherwise: 'state_mismatch',
  });

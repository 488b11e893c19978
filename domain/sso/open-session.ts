import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { SESSION_HOURS } from '@/domain/credentials/credential-facts';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadProvider } from './provider-target';
import { MAX_SID, MAX_SUBJECT } from './received-person';
import { SIGN_ON_REASONS } from './sso-facts';

/** How they were signed in at the provider; see `receivedProof`. */
export const proofFields = {
  authenticatedAt: z.int().positive().max(253_402_300_799).nullable().default(null),
  severalFactors: z.boolean().default(false),
};

/** Opens a session for the person of an account, on the word of its provider. */
export const openSession = defineCommand({
  operation: 'sessions.open',
  summary: 'Open a session on the word of a provider',
  input: z.object({
    provider: z.string().max(100),
    /** Of the new session. */
    id: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    sid: z.string().max(MAX_SID).nullable(),
    email: z.string().max(400).nullable(),
    ...proofFields,
    /** Ids of all groups at the provider; null where it is not known which. */
    groups: z.array(z.string()).nullable(),
    /** Why the session is kept out of what the provider's groups give. */
    groupsUnknown: z.enum(['missing', 'truncated', 'malformed']).nullable(),
  }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ tx, input, target: { row }, request }) {
    const account = and(eq(ssoAccounts.issuer, row.issuer), eq(ssoAccounts.subject, input.subject));
    const [linked] = await tx.select().from(ssoAccounts).where(account).for('update');
    if (!linked) return notFound('account');
    const identity = await findIdentity(tx, linked.identityId, 'no key update');
    if (isRefusal(identity)) return identity;
    if (identity.state !== 'active') {
      return refuse('conflict', 'identity_suspended', SIGN_ON_REASONS.identity_suspended);
    }
    const { id, groups, groupsUnknown, email, sid } = input;
    await tx
      .update(ssoAccounts)
      .set({
        ...{ lastSignInAt: sql`clock_timestamp()`, providerId: row.id, email },
        ...(groups === null ? {} : { groups: { ids: groups } }),
      })
      .where(account);
    await tx.insert(sessions).values({
      ...{ id, identityId: identity.id, ip: request.ip, userAgent: request.userAgent },
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      ...{ ssoProviderId: row.id, ssoSubject: input.subject, ssoSid: sid },
      withoutSsoGroups: groupsUnknown !== null,
      secondFactor: input.severalFactors ? ('provider' as const) : null,
      // Its clock may be ahead of ours: no proof lies in the future.
      provenAt:
        input.authenticatedAt === null
          ? null
          : sql`least(now(), to_timestamp(${input.authenticatedAt}))`,
    });
    return {
      value: { id },
      audit: {
        target: { type: 'session', id, name: `session of ${identity.name}` },
        after: {
          ...{ provider: row.slug, identity: identity.id, subject: input.subject },
          ...(groupsUnknown && { groups: groupsUnknown }),
        },
        ...(groupsUnknown && {
          reason: `The provider’s groups are ${groupsUnknown}: the session is kept out of what they give.`,
        }),
        affects: [],
      },
    };
  },
});

import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { emailAddress, label } from '@/domain/base/input';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { EMAIL_TAKEN, refuseTakenEmail } from '@/domain/targets/email-forms';
import { loadProvider } from './provider-target';
import { MAX_SUBJECT } from './received-person';
import { SIGN_ON_REASONS } from './sso-facts';

/**
 * Makes a person of somebody who signs in for the first time, in no group and so without any right.
 * Whoever has their email already is somebody else: nothing is linked by it.
 */
export const admitPerson = defineCommand({
  operation: 'identities.admit',
  summary: 'Add a person who signs in for the first time',
  input: z.object({
    provider: z.string().max(100),
    /** Of the new person. */
    id: z.string().max(100),
    subject: z.string().min(1).max(MAX_SUBJECT),
    name: label().nullable(),
    email: emailAddress().nullable(),
    emailVerified: z.boolean().nullable(),
  }),
  output: z.object({ id: z.string() }),
  conflicts: { identities_email: EMAIL_TAKEN },
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ tx, input, target: { row } }) {
    const { id, subject, email, emailVerified } = input;
    if (!row.createsPeople)
      return refuse('conflict', 'account_unknown', SIGN_ON_REASONS.account_unknown);
    if (email === null) return refuse('conflict', 'no_email', SIGN_ON_REASONS.no_email);
    if (isRefusal(await refuseTakenEmail(tx, email))) {
      return refuse('conflict', 'email_taken', SIGN_ON_REASONS.email_taken);
    }
    if (emailVerified === false && !row.acceptsUnverifiedEmail) {
      return refuse('conflict', 'email_unverified', SIGN_ON_REASONS.email_unverified);
    }
    const name = input.name ?? email;
    await tx.insert(identities).values({ id, type: 'person', name, email });
    await tx.insert(ssoAccounts).values({
      ...{ issuer: row.issuer, subject, identityId: id, providerId: row.id, email },
    });
    return {
      value: { id },
      audit: {
        target: { type: 'identity', id, name },
        after: { type: 'person', name, email, provider: row.slug, issuer: row.issuer, subject },
        affects: [],
      },
    };
  },
});
